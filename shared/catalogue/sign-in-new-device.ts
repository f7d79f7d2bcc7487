import * as Type from '@sinclair/typebox';
import type { MailContent } from '../domain/mail/mail-template';
import { defineType } from './define-type';
import { httpsUrl, line, timestamp } from './fields';
import { paragraph, row, table } from './mail-parts';

const data = Type.Object(
  {
    signedInAt: timestamp('the time of the sign-in'),
    device: line('the browser and system, such as Firefox on macOS', 100),
    location: Type.Optional(line('the place that the address belongs to', 100)),
    ipAddress: Type.String({
      pattern: '^[0-9A-Fa-f:.]{2,45}$',
      description: 'the IPv4 or IPv6 address of the device',
    }),
    secureAccountUrl: httpsUrl('the page to end all sessions and change the password on'),
  },
  { additionalProperties: false },
);

const WHEN = "{{ data.signedInAt | date: '%A, %-d %B %Y, %H:%M' }} UTC";

const en: MailContent = {
  subject: 'New sign-in to your account from {{ data.device }}',
  text: `Someone signed in to your account from a device that we have not seen before.

When: ${WHEN}
Device: {{ data.device }}
{% if data.location -%}
Near: {{ data.location }}
{% endif -%}
IP address: {{ data.ipAddress }}

If this was you, there is nothing to do.

If it was not, secure your account now. This ends all sessions and lets you choose a new password:
{{ data.secureAccountUrl }}

The place is looked up from the IP address and can be wrong by a town or two.`,
  html: [
    paragraph('Someone signed in to your account from a device that we have not seen before.'),
    table(
      row('When', WHEN),
      row('Device', '{{ data.device }}'),
      `{% if data.location %}${row('Near', '{{ data.location }}')}{% endif %}`,
      row('IP address', '{{ data.ipAddress }}'),
    ),
    paragraph('If this was you, there is nothing to do.'),
    paragraph(
      '<strong>If it was not, secure your account now.</strong> This ends all sessions and lets you choose a new password.',
    ),
    "{% render 'button', url: data.secureAccountUrl, label: 'Secure my account' %}",
    "{% render 'note', text: 'The place is looked up from the IP address and can be wrong by a town or two.' %}",
  ].join(''),
};

export default defineType({
  type: 'sign-in.new-device',
  description: 'Somebody signed in to an account from a device that was not seen before.',
  data,
  channels: ['email', 'webhook'],
  severity: 'critical',
  mail: { defaultLocale: 'en', locales: { en } },
  example: {
    signedInAt: '2026-11-23T07:42:10Z',
    device: 'Firefox on macOS',
    location: 'Lisbon, Portugal',
    ipAddress: '203.0.113.24',
    secureAccountUrl: 'https://accounts.example.com/secure',
  },
});
