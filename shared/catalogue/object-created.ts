import * as Type from '@sinclair/typebox';
import type { MailContent } from '../domain/mail/mail-template';
import { defineType } from './define-type';
import { httpsUrl, line, timestamp } from './fields';
import { paragraph, row, table } from './mail-parts';

const data = Type.Object(
  {
    bucket: line('the name of the bucket', 63),
    key: line('the key of the object', 1024),
    bytes: Type.Integer({ minimum: 0, description: 'the size in bytes' }),
    createdAt: timestamp('the time at which it was created'),
    consoleUrl: httpsUrl('the page of the object in the console'),
  },
  { additionalProperties: false },
);

const en: MailContent = {
  subject: 'A new object in {{ data.bucket }}',
  text: `There is a new object in the bucket {{ data.bucket }}.

Key: {{ data.key }}
Bytes: {{ data.bytes }}
Created: {{ data.createdAt | date: '%A, %-d %B %Y, %H:%M' }} UTC

The object: {{ data.consoleUrl }}`,
  html: [
    paragraph('There is a new object in the bucket <strong>{{ data.bucket }}</strong>.'),
    table(
      row('Key', '{{ data.key }}'),
      row('Bytes', '{{ data.bytes }}'),
      row('Created', "{{ data.createdAt | date: '%A, %-d %B %Y, %H:%M' }} UTC"),
    ),
    "{% render 'button', url: data.consoleUrl, label: 'See the object' %}",
  ].join(''),
};

export default defineType({
  type: 'object.created',
  description: 'An object was put into an S3 bucket.',
  data,
  channels: ['email'],
  severity: 'info',
  mail: { defaultLocale: 'en', locales: { en } },
  example: {
    bucket: 'shop-reports',
    key: 'daily/2026-11-23.csv',
    bytes: 48213,
    createdAt: '2026-11-23T09:30:00Z',
    consoleUrl: 'https://s3.console.aws.amazon.com/s3/object/shop-reports?prefix=daily%2F2026-11-23.csv',
  },
});
