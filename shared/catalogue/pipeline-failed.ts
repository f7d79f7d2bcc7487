import * as Type from '@sinclair/typebox';
import type { MailContent } from '../domain/mail/mail-template';
import { defineType } from './define-type';
import { httpsUrl, line, timestamp } from './fields';
import { paragraph, row, table } from './mail-parts';

const data = Type.Object(
  {
    pipeline: line('the name of the pipeline', 100),
    executionId: line('the id of the execution', 100),
    failedAt: timestamp('the time at which the execution failed'),
    account: line('the AWS account', 12),
    region: line('the region', 32),
    consoleUrl: httpsUrl('the page of the execution in the console'),
  },
  { additionalProperties: false },
);

const en: MailContent = {
  subject: 'The pipeline {{ data.pipeline }} failed',
  text: `An execution of the pipeline {{ data.pipeline }} failed. What it would have deployed is not deployed.

Execution: {{ data.executionId }}
Failed: {{ data.failedAt | date: '%A, %-d %B %Y, %H:%M' }} UTC
Account and region: {{ data.account }}, {{ data.region }}

Which stage failed, and why: {{ data.consoleUrl }}`,
  html: [
    paragraph(
      'An execution of the pipeline <strong>{{ data.pipeline }}</strong> failed. What it would have deployed is not deployed.',
    ),
    table(
      row('Execution', '{{ data.executionId }}'),
      row('Failed', "{{ data.failedAt | date: '%A, %-d %B %Y, %H:%M' }} UTC"),
      row('Account and region', '{{ data.account }}, {{ data.region }}'),
    ),
    "{% render 'button', url: data.consoleUrl, label: 'See the execution' %}",
  ].join(''),
};

export default defineType({
  type: 'pipeline.failed',
  description: 'An execution of a CodePipeline pipeline failed.',
  data,
  channels: ['email'],
  severity: 'warning',
  mail: { defaultLocale: 'en', locales: { en } },
  example: {
    pipeline: 'shop-deploy',
    executionId: '01234567-0123-0123-0123-012345678901',
    failedAt: '2026-11-23T09:30:00Z',
    account: '111122223333',
    region: 'eu-central-1',
    consoleUrl:
      'https://console.aws.amazon.com/codesuite/codepipeline/pipelines/shop-deploy/executions/01234567-0123-0123-0123-012345678901/timeline?region=eu-central-1',
  },
});
