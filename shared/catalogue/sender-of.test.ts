import { parseRecipients } from '../domain/notification/recipients';
import { senderOf } from './sender-of';
import { senders } from './senders';

const all = {
  acme: { name: 'Acme', footer: 'Acme GmbH\nGraz' },
  named: { name: 'Named' },
  footed: { footer: 'Below' },
};

test.each([
  ['acme', { name: 'Acme', footer: ['Acme GmbH', 'Graz'] }],
  ['named', { name: 'Named', footer: ['Named'] }],
  ['footed', { name: 'Environment', footer: ['Below'] }],
  ['other', { name: 'Environment', footer: ['Environment'] }],
  ['constructor', { name: 'Environment', footer: ['Environment'] }],
])('mails of tenant %s are from %j', (tenant, expected) => {
  expect(senderOf(tenant, 'Environment', all)).toEqual(expected);
});

test.each(Object.entries(senders))('the name of %s can stand in a header', (_tenant, { name = 'x' }) => {
  expect(parseRecipients(`"${name}" <a@example.com>`)).toMatchObject({ ok: true, recipients: [{ name }] });
});
