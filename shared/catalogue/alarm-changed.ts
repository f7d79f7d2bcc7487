import * as Type from '@sinclair/typebox';
import type { MailContent } from '../domain/mail/mail-template';
import { defineType } from './define-type';
import { httpsUrl, line, timestamp } from './fields';
import { paragraph, row, table } from './mail-parts';

const data = Type.Object(
  {
    alarm: line('the name of the alarm', 255),
    state: Type.Union([Type.Literal('ALARM'), Type.Literal('OK')], { description: 'the state of the alarm' }),
    reason: Type.Optional(line("CloudWatch's reason of the change", 1023)),
    changedAt: timestamp('the time of the change'),
    account: line('the AWS account', 12),
    region: line('the region', 32),
    consoleUrl: httpsUrl('the page of the alarm in the console'),
  },
  { additionalProperties: false },
);

const NOW = `{% if data.state == 'ALARM' %}is in alarm{% else %}is over{% endif %}`;

const en: MailContent = {
  subject: `The alarm {{ data.alarm }} ${NOW}`,
  text: `The alarm {{ data.alarm }} ${NOW}.
{% if data.reason -%}
CloudWatch says: {{ data.reason }}
{% endif %}
Since: {{ data.changedAt | date: '%A, %-d %B %Y, %H:%M' }} UTC
Account and region: {{ data.account }}, {{ data.region }}

The alarm and its metric: {{ data.consoleUrl }}`,
  html: [
    paragraph(`The alarm <strong>{{ data.alarm }}</strong> ${NOW}.`),
    table(
      `{% if data.reason %}${row('CloudWatch says', '{{ data.reason }}')}{% endif %}`,
      row('Since', "{{ data.changedAt | date: '%A, %-d %B %Y, %H:%M' }} UTC"),
      row('Account and region', '{{ data.account }}, {{ data.region }}'),
    ),
    "{% render 'button', url: data.consoleUrl, label: 'See the alarm' %}",
  ].join(''),
};

export default defineType({
  type: 'alarm.changed',
  description: 'A CloudWatch alarm was raised, or is over.',
  data,
  channels: ['email'],
  severity: 'warning',
  mail: { defaultLocale: 'en', locales: { en } },
  example: {
    alarm: 'shop-checkout-errors',
    state: 'ALARM',
    reason: 'Threshold Crossed: 1 datapoint [5.0 (23/11/26 09:29:00)] was greater than the threshold (0.0).',
    changedAt: '2026-11-23T09:30:00Z',
    account: '111122223333',
    region: 'eu-central-1',
    consoleUrl:
      'https://console.aws.amazon.com/cloudwatch/home?region=eu-central-1#alarmsV2:alarm/shop-checkout-errors',
  },
  examples: [
    {
      alarm: 'shop-checkout-errors',
      state: 'OK',
      changedAt: '2026-11-23T09:45:00Z',
      account: '111122223333',
      region: 'eu-central-1',
      consoleUrl:
        'https://console.aws.amazon.com/cloudwatch/home?region=eu-central-1#alarmsV2:alarm/shop-checkout-errors',
    },
  ],
});
