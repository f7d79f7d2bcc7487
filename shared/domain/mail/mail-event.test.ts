import fc from 'fast-check';
import { SES_TIME, sesEvent, sesMail } from '../../testing/ses-events';
import { readMailEvent } from './mail-event';

const mail = { notificationId: '01JDCQ7Z3K9V5N8X2M4T6R0WYA', tenant: 'acme', address: 'ann@example.com' };
const feedback = (rest: object) => ({ kind: 'feedback', feedback: { ...mail, at: SES_TIME, ...rest } });
const everywhere = { suppress: { scope: '*', reason: 'BOUNCE' } };
const forTenant = { suppress: { scope: 'acme', reason: 'COMPLAINT' } };
const bounce = (bounceType: string, bounceSubType: string) =>
  readMailEvent(sesEvent('Bounce', mail, { bounceType, bounceSubType }));

describe('readMailEvent', () => {
  it('reads a delivery, with what the mail server answered', () => {
    expect(readMailEvent(sesEvent('Delivery', mail))).toEqual(
      feedback({ state: 'delivered', reason: '250 2.6.0 Message received', summary: 'delivered' }),
    );
  });

  it('reads a delivery without an answer of the mail server', () => {
    expect(readMailEvent(sesEvent('Delivery', mail, { smtpResponse: undefined }))).toEqual(
      feedback({ state: 'delivered', reason: 'accepted by the mail server', summary: 'delivered' }),
    );
  });

  it('reads a delay', () => {
    const summary = 'delayed, TransientCommunicationFailure, 4.4.1';
    expect(readMailEvent(sesEvent('DeliveryDelay', mail))).toEqual(
      feedback({ state: 'delayed', summary, reason: `${summary}: smtp; 421 4.4.1 Unable to connect` }),
    );
  });

  it.each(['General', 'NoEmail', 'Suppressed'])(
    'a permanent bounce of kind %s suppresses the address for all tenants',
    (subType) => {
      const summary = `permanent bounce, ${subType}, 5.1.1`;
      expect(bounce('Permanent', subType)).toEqual(
        feedback({ state: 'bounced', summary, reason: `${summary}: smtp; 550 5.1.1 user unknown`, ...everywhere }),
      );
    },
  );

  it.each([
    ['Transient', 'General'],
    ['Transient', 'MailboxFull'],
    ['Transient', 'MessageTooLarge'],
    ['Transient', 'CustomTimeoutExceeded'],
    ['Transient', 'ContentRejected'],
    ['Transient', 'AttachmentRejected'],
    ['Undetermined', 'Undetermined'],
    ['SomethingNew', 'General'],
    ['Permanent', 'OnAccountSuppressionList'],
    ['Permanent', 'UnsubscribedRecipient'],
    ['Permanent', 'SomethingNew'],
  ])('a %s bounce of kind %s suppresses nobody', (type, subType) => {
    const summary = `${type.toLowerCase()} bounce, ${subType}, 5.1.1`;
    const transient = type === 'Permanent' ? {} : { transient: true };
    expect(bounce(type, subType)).toEqual(
      feedback({ state: 'bounced', ...transient, summary, reason: `${summary}: smtp; 550 5.1.1 user unknown` }),
    );
  });

  it.each<[string, object, string]>([
    ['abuse', {}, 'complaint, abuse'],
    ['no kind at all', { complaintFeedbackType: undefined }, 'complaint'],
    ['fraud', { complaintFeedbackType: 'fraud' }, 'complaint, fraud'],
  ])('a complaint of %s suppresses the address for the tenant', (_what, details, summary) => {
    expect(readMailEvent(sesEvent('Complaint', mail, details))).toEqual(
      feedback({ state: 'complained', summary, reason: summary, ...forTenant }),
    );
  });

  it.each(['not-spam', 'auth-failure', 'virus'])('%s is no complaint of a person', (complaintFeedbackType) => {
    expect(readMailEvent(sesEvent('Complaint', mail, { complaintFeedbackType }))).toEqual({
      kind: 'ignored',
      what: complaintFeedbackType,
    });
  });

  it.each(['OnAccountSuppressionList', 'OnTenantSuppressionList'])(
    'a mail that was not sent because of an earlier complaint suppresses no address: %s',
    (complaintSubType) => {
      const summary = `complaint, abuse, ${complaintSubType}`;
      expect(readMailEvent(sesEvent('Complaint', mail, { complaintSubType }))).toEqual(
        feedback({ state: 'bounced', summary, reason: summary }),
      );
    },
  );

  describe('a permanent bounce, by what the mail server said', () => {
    const isSuppressed = (status: string | undefined, diagnosticCode: string, bounceSubType = 'General') => {
      const event = readMailEvent(
        sesEvent('Bounce', mail, {
          bounceType: 'Permanent',
          bounceSubType,
          bouncedRecipients: [{ emailAddress: mail.address, status, diagnosticCode }],
        }),
      );
      return event.kind === 'feedback' && event.feedback.suppress !== undefined;
    };

    it.each([
      ['5.7.26', 'smtp; 550-5.7.26 This mail has been blocked because the sender is unauthenticated.'],
      ['5.7.1', 'smtp; 550 5.7.1 Service unavailable; client host [192.0.2.1] blocked'],
      ['5.0.0', 'smtp; 554 5.7.9 Message not accepted for policy reasons'],
      ['5.0.0', 'smtp; 550 rejected as spam'],
      [undefined, 'smtp; 554 Your IP is on a blocklist'],
      ['5.1.8', 'smtp; 550 5.1.8 sender domain does not exist'],
      ['5.3.4', 'smtp; 552 5.3.4 message too big'],
      ['5.6.0', 'smtp; 554 5.6.0 invalid content'],
    ])('%s, %s, is our fault, and suppresses nobody', (status, diagnosticCode) => {
      expect(isSuppressed(status, diagnosticCode)).toBe(false);
    });

    it('is of the address where SES itself says that there is none', () => {
      expect(isSuppressed('5.7.1', 'smtp; 550 5.7.1 rejected by policy', 'NoEmail')).toBe(true);
    });

    it.each([
      ['5.1.1', 'smtp; 550 5.1.1 user unknown'],
      ['5.1.10', 'smtp; 550 5.1.10 recipient address has a null MX'],
      ['5.1.2', 'smtp; 550 5.1.2 no such domain'],
      ['5.2.1', 'smtp; 550 5.2.1 mailbox disabled'],
      ['5.4.4', 'smtp; 550 5.4.4 host not found'],
      [undefined, 'smtp; 550 no such user here'],
      ['5.5.0', 'smtp; 550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)'],
      ['5.1.1', 'smtp; 550 5.1.1 <bob@policy.example>: Recipient address rejected: User unknown'],
      ['5.1.1', 'smtp; 550 5.1.1 spam@x.example does not exist, says mx.blocked.example'],
      ['5.1.1', 'smtp; 550 5.1.1 no such user (connection from 5.5.7.20)'],
    ])('%s, %s, is of the address, and suppresses it', (status, diagnosticCode) => {
      expect(isSuppressed(status, diagnosticCode)).toBe(true);
    });
  });

  it.each([
    ['Reject', 'rejected by SES: Bad content'],
    ['Rendering Failure', "not rendered by SES: Attribute 'name' is not present in the rendering data."],
  ] as const)('reads %s, whose time is that of the mail', (type, reason) => {
    expect(readMailEvent(sesEvent(type, mail))).toEqual(
      feedback({ state: 'rejected', at: '2026-11-23T10:00:00.000Z', reason, summary: 'rejected' }),
    );
  });

  it('uses the address that the mail was sent to, not the one it was forwarded to, in lower case', () => {
    const event = sesEvent(
      'Bounce',
      { ...mail, address: 'Ann@Example.com' },
      {
        bouncedRecipients: [{ emailAddress: 'somebody@elsewhere.example' }],
      },
    );
    expect(readMailEvent(event)).toMatchObject({ feedback: { address: 'ann@example.com' } });
  });

  it('keeps 256 characters of what a mail server says, on one line', () => {
    const diagnosticCode = `smtp; 550\r\n${'x'.repeat(2000)}`;
    const event = readMailEvent(sesEvent('Bounce', mail, { bouncedRecipients: [{ diagnosticCode }] }));
    const reason = event.kind === 'feedback' ? event.feedback.reason : '';
    expect({ length: reason.length, lines: reason.split(/[\r\n]/).length }).toEqual({ length: 256, lines: 1 });
  });

  it.each<[string, string, string]>([
    ['SES’s greeting of a topic', 'Successfully validated SNS topic for Amazon SES event publishing.', 'greeting'],
    ['an unsolicited event', sesEvent('Open', mail), 'Open'],
    ['another one', sesEvent('Open', mail), 'Open'],
    ['a type to come', JSON.stringify({ eventType: 'Teleported', mail: sesMail(mail) }), 'Teleported'],
    ['a type that every object has', JSON.stringify({ eventType: 'constructor' }), 'constructor'],
    ['a mail without tags', JSON.stringify({ eventType: 'Reject', mail: { ...sesMail(mail), tags: {} } }), 'foreign'],
    ['a tag of a notification alone', tagged({ carillon_id: ['x'] }), 'foreign'],
    ['a tag of a tenant alone', tagged({ carillon_tenant: ['acme'] }), 'foreign'],
    ['a type without end', JSON.stringify({ eventType: 'x'.repeat(5_000) }), 'x'.repeat(40)],
    [
      'a notification of an identity, which has no tags',
      JSON.stringify({ notificationType: 'Bounce', bounce: { bounceType: 'Permanent' }, mail: {} }),
      'foreign',
    ],
  ])('has nothing to record of %s', (_what, text, what) => {
    expect(readMailEvent(text)).toEqual({ kind: 'ignored', what });
  });

  it.each<[string, string, string]>([
    ['no JSON', 'Bounce', 'not an event of SES: no eventType'],
    ['a list', '[]', 'not an event of SES: no eventType'],
    ['an SNS envelope', JSON.stringify({ Type: 'Notification', Message: '{}' }), 'not an event of SES: no eventType'],
    [
      'two recipients',
      withMail({ destination: ['a@example.com', 'b@example.com'] }),
      'mail.destination is not one address',
    ],
    [
      'a recipient and an empty one',
      withMail({ destination: ['a@example.com', ''] }),
      'mail.destination is not one address',
    ],
    ['no recipient', withMail({ destination: [] }), 'mail.destination is not one address'],
    ['no destination', withMail({ destination: undefined }), 'mail.destination is not one address'],
    ['no address', withMail({ destination: ['ann'] }), 'mail.destination is not one address'],
    ['no time', withMail({ timestamp: 'yesterday' }), 'the event has no timestamp'],
  ])('refuses %s', (_what, text, message) => {
    expect(readMailEvent(text)).toEqual({ kind: 'malformed', code: 'mail_event.malformed', message });
  });

  const { notificationId: id } = mail;
  const ID = 'id is %s, expected a ULID: 26 upper-case characters of Crockford base 32';
  const TENANT = 'tenant is %s, expected 1 to 64 of a-z, 0-9, - and _, a letter or digit first';

  it.each<[string, unknown, unknown, string]>([
    ['a tenant that stands for all', [id], ['*'], TENANT.replace('%s', '"*"')],
    ['a tenant that is a key of an unsubscription', [id], ['U#acme#digest'], TENANT.replace('%s', '"U#acme#digest"')],
    ['a tenant in capitals', [id], ['ACME'], TENANT.replace('%s', '"ACME"')],
    ['a tenant of 65 characters', [id], ['a'.repeat(65)], TENANT.replace('%s', `"${'a'.repeat(59)}…`)],
    ['an empty tenant', [id], [''], TENANT.replace('%s', '""')],
    ['two tenants', [id], ['acme', 'other'], TENANT.replace('%s', '["acme","other"]')],
    ['an id that is no ULID', ['x'], ['acme'], ID.replace('%s', '"x"')],
    ['an id in lower case', [id.toLowerCase()], ['acme'], ID.replace('%s', `"${id.toLowerCase()}"`)],
    ['an id that is no text', [7], ['acme'], ID.replace('%s', '7')],
    ['no id', [], ['acme'], ID.replace('%s', '[]')],
  ])('refuses tags with %s, and suppresses nobody', (_what, carillon_id, carillon_tenant, message) => {
    const event = { eventType: 'Complaint', complaint: { timestamp: SES_TIME } };
    const tags = { carillon_id, carillon_tenant };
    expect(readMailEvent(JSON.stringify({ ...event, mail: { ...sesMail(mail), tags } }))).toEqual({
      kind: 'malformed',
      code: 'mail_event.malformed',
      message: `a tag of the mail is refused: ${message}`,
    });
  });

  it('never throws, for any event', () => {
    const members = fc.constantFrom('eventType', 'mail', 'bounce', 'complaint', 'tags', 'destination', 'timestamp');
    const values = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('Bounce', 'Complaint', 'Delivery', 'DeliveryDelay', 'Reject'),
    );
    const events = fc
      .dictionary(members, fc.oneof(values, fc.dictionary(members, values)))
      .map((event) => JSON.stringify(event));
    fc.assert(
      fc.property(fc.oneof(events, fc.string()), (text) => {
        expect(['feedback', 'ignored', 'malformed']).toContain(readMailEvent(text).kind);
      }),
    );
  });
});

function withMail(change: object): string {
  return JSON.stringify({ eventType: 'Reject', reject: { reason: 'x' }, mail: { ...sesMail(mail), ...change } });
}

function tagged(tags: object): string {
  return withMail({ tags });
}
