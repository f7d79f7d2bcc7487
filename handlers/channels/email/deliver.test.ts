import { simpleParser } from 'mailparser';
import activityWeeklyDigest from '../../../shared/catalogue/activity-weekly-digest';
import invoiceIssued from '../../../shared/catalogue/invoice-issued';
import { typeFaults } from '../../../shared/catalogue/type-faults';
import { typeMail } from '../../../shared/catalogue/type-mail';
import { type Semaphore, semaphore } from '../../../shared/domain/kit/concurrency/semaphore';
import type { MailTemplate } from '../../../shared/domain/mail/mail-template';
import { openUnsubscribeToken } from '../../../shared/domain/mail/unsubscribe-token';
import { headerOf, readMail } from '../../../shared/mail/compose/read-mail.test-helper';
import { memoryAttachmentStore } from '../../../shared/memory/memory-attachment-store';
import { memoryDataKeys } from '../../../shared/memory/memory-data-keys';
import { memoryMailPreferences } from '../../../shared/memory/memory-mail-preferences';
import type { AttachmentStore } from '../../../shared/ports/attachment-store';
import type { Suppression } from '../../../shared/ports/mail-preferences';
import type { Mail } from '../../../shared/ports/mailer';
import { fanOut } from '../../../shared/runtime/fan-out';
import { type ChannelUnderTest, describeChannelContract } from '../../../shared/testing/channel-contract';
import { aMessage, aNotification, aRecord } from '../../../shared/testing/factories';
import { startChannel } from '../../../shared/testing/start-channel';
import manifest from './channel';
import { type EmailPorts, emailChannel } from './deliver';
import { unsubscribeLinks } from './unsubscribe-links';

const FROM = 'news@mail.example.org';

/** A fake of SES that records all mails, and answers the first ones with these errors. */
function sesTwin(...errors: readonly Error[]) {
  const asked: Mail[] = [];
  const send = async (mail: Mail) => {
    const error = errors[asked.push(mail) - 1];
    if (error) throw error;
    return { messageId: `ses-${asked.length}` };
  };
  return { asked, send };
}

const sesError = (name: string, message: string) => Object.assign(new Error(message), { name });
const rawOf = ({ raw }: Mail) => Buffer.from(raw).toString('latin1');
/** Decoded headers and parts. Random ids are whole words here, and are not broken over lines. */
const decodedOf = ({ raw }: Mail) => {
  const mail = readMail(raw);
  return [mail, ...mail.parts].flatMap(({ headers, content }) => [...headers.flat(), content]).join('\n');
};

const emailWith = (ports: Partial<EmailPorts> = {}, ses?: ReturnType<typeof sesTwin>): ChannelUnderTest => ({
  manifest,
  wire: (runtime) => {
    const mailer = ses ?? sesTwin();
    const pacer = { turn: async () => undefined };
    const linkOf = unsubscribeLinks(memoryDataKeys(), 'https://stop.example');
    const twins = {
      mailer,
      pacer,
      linkOf,
      slots: semaphore(2),
      store: memoryAttachmentStore(),
      categoryOf: () => 'transactional',
      preferences: memoryMailPreferences(),
      typeMail: () => ({ forPeople: ['order'] }),
      typeFaults: () => [],
      from: FROM,
      senderOf: () => ({ name: 'Northline Shop', footer: ['Northline Shop'] }),
    };
    const channel = emailChannel({ ...twins, clock: runtime.clock, ...ports });
    const effects = ({ id }: { id: string }) => mailer.asked.filter((mail) => rawOf(mail).includes(id)).length;
    return { handlers: fanOut(channel, runtime), effects };
  },
});

const anEmail = (recipients: string, overrides = {}) =>
  aNotification({ channels: 'email', tenant: 'acme', recipients, ...overrides });

/** Delivers a notification until its queue is quiet. */
async function deliver(notification = anEmail('ann@example.com'), ports: Partial<EmailPorts> = {}, mailer = sesTwin()) {
  const channel = startChannel(emailWith(ports, mailer));
  await channel.run(aRecord(aMessage(notification)));
  const { deliveries } = await channel.ledger.history(notification.id);
  const reasons = channel.queue.deadLetters.map(({ attributes }) => attributes.carillonreason?.StringValue);
  const attempts = deliveries.map(({ target, state, attempts }) => [target, state, ...attempts.map((a) => a.reason)]);
  return { ...channel, asked: mailer.asked, attempts, reasons };
}

describeChannelContract(__dirname, emailWith());

describe('recipients', () => {
  it('get one mail each, which does not show the other recipients', async () => {
    const { asked, attempts } = await deliver(anEmail('"Marlow, Ada" <ada@example.com>, bob@example.com'));
    const headers = asked.map((mail) => ['From', 'To', 'Cc', 'Bcc'].map((name) => headerOf(readMail(mail.raw), name)));
    expect(asked.map(({ from, to }) => [from, to])).toEqual([
      [FROM, 'ada@example.com'],
      [FROM, 'bob@example.com'],
    ]);
    expect(headers).toEqual([
      [`Northline Shop <${FROM}>`, '"Marlow, Ada" <ada@example.com>', '', ''],
      [`Northline Shop <${FROM}>`, 'bob@example.com', '', ''],
    ]);
    expect(asked.map((mail) => /\bada\b|marlow/i.test(decodedOf(mail)))).toEqual([true, false]);
    expect(asked.map((mail) => /ada@|marlow/i.test(rawOf(mail)))).toEqual([true, false]);
    expect(attempts).toEqual([
      ['ada@example.com', 'sent', 'ses-1'],
      ['bob@example.com', 'sent', 'ses-2'],
    ]);
  });

  it('that are one address in two spellings get one mail', async () => {
    const { asked, attempts } = await deliver(anEmail('Ann@Example.com, ann@example.com'));
    expect(asked.map(({ to }) => to)).toEqual(['Ann@example.com']);
    expect(attempts).toEqual([['ann@example.com', 'sent', 'ses-1']]);
  });

  it.each([
    ['are missing', undefined, 'notification.recipients.missing'],
    ['are blank', ' ', 'notification.recipients.missing'],
    ['are no addresses', 'ann', 'notification.recipients.address_malformed'],
  ])('that %s are refused with a code, and no mail is sent', async (_, recipients, code) => {
    const { recipients: __, ...rest } = anEmail('');
    const { asked, attempts, reasons, lines } = await deliver({ ...rest, ...(recipients && { recipients }) });
    expect(asked).toEqual([]);
    expect(attempts).toEqual([['', 'rejected', expect.stringMatching(`^${code} at '/recipients': `)]]);
    expect(reasons).toEqual([expect.stringMatching(`^${code} at '/recipients': `)]);
    expect(lines.map((line) => JSON.parse(line).reason)).toEqual([code]);
  });
});

describe('an address on the suppression list', () => {
  const suppressed = (address: string, scope: string): Partial<EmailPorts> => {
    const suppression: Suppression = { address, scope, reason: 'BOUNCE', since: '2026-01-01T00:00:00.000Z' };
    return { preferences: memoryMailPreferences({ kind: 'suppressed', ...suppression }) };
  };

  it.each([
    ['of the tenant', 'acme', 'ann@example.com'],
    ['of all tenants', '*', 'ann@example.com'],
    ['in another case', '*', 'ANN@Example.COM'],
  ])('%s is not mailed; others are', async (_, scope, spelling) => {
    const { asked, attempts, reasons } = await deliver(
      anEmail(`${spelling}, bob@example.com`),
      suppressed('ann@example.com', scope),
    );
    expect(asked.map(({ to }) => to)).toEqual(['bob@example.com']);
    expect(attempts).toEqual([
      ['ann@example.com', 'suppressed', 'address is on the suppression list: BOUNCE'],
      ['bob@example.com', 'sent', 'ses-1'],
    ]);
    expect(reasons).toEqual([]);
  });

  it('of another tenant is mailed', async () => {
    const { asked } = await deliver(anEmail('ann@example.com'), suppressed('ann@example.com', 'other'));
    expect(asked).toHaveLength(1);
  });
});

it('sends no mail to an erased address', async () => {
  const erased = `${'0a'.repeat(32)}@erased.invalid`;
  const { asked, attempts, reasons } = await deliver(anEmail(`"${'0b'.repeat(32)}" <${erased}>, bob@example.com`));
  expect(asked.map(({ to }) => to)).toEqual(['bob@example.com']);
  expect(attempts).toContainEqual([erased, 'suppressed', 'its address was erased, so there is no recipient to mail']);
  expect(reasons).toEqual([]);
});

describe('a mail that may be unsubscribed', () => {
  const digests: Partial<EmailPorts> = { categoryOf: () => 'digest', typeMail };
  const digest = { type: 'activity.weekly-digest', data: activityWeeklyDigest.example };
  const linkIn = (text: string): string => /https:\/\/stop\.example\/unsubscribe\/([\w-]+)/.exec(text)?.[1] ?? '';

  it('has the link in its headers, its text and its HTML, for one click and without a word of whom it is for', async () => {
    const keys = memoryDataKeys();
    const linkOf = unsubscribeLinks(keys, 'https://stop.example');
    const { asked } = await deliver(anEmail('Ann@Example.com', digest), { ...digests, linkOf });
    const mail = readMail(asked[0]?.raw ?? Buffer.of());
    const token = linkIn(headerOf(mail, 'List-Unsubscribe'));
    expect(headerOf(mail, 'List-Unsubscribe')).toBe(`<https://stop.example/unsubscribe/${token}>`);
    expect(headerOf(mail, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
    expect(mail.parts.map(({ content }) => linkIn(content))).toEqual([token, token]);
    expect(await openUnsubscribeToken(token, (id) => keys.byId('unsubscribe', id))).toEqual({
      tenant: 'acme',
      category: 'digest',
      address: 'ann@example.com',
    });
  });

  it('is not sent to an address that unsubscribed from its category; other mail is', async () => {
    const since = '2026-01-01T00:00:00.000Z';
    const preferences = memoryMailPreferences({
      kind: 'unsubscribed',
      address: 'ann@example.com',
      tenant: 'acme',
      category: 'digest',
      since,
    });
    const { asked, attempts, reasons } = await deliver(anEmail('ann@example.com', digest), { ...digests, preferences });
    expect([asked, reasons]).toEqual([[], []]);
    expect(attempts).toEqual([['ann@example.com', 'suppressed', 'address has unsubscribed from digest']]);
    const other = await deliver(anEmail('ann@example.com'), { preferences });
    expect(other.asked).toHaveLength(1);
  });

  it('has no unsubscribe link if its type is transactional', async () => {
    const { asked } = await deliver(anEmail('ann@example.com'));
    expect(asked.map((mail) => /unsubscribe/i.test(rawOf(mail)))).toEqual([false]);
  });
});

describe('a mail with attachments', () => {
  const invoice = (attachments: readonly object[], overrides = {}) =>
    anEmail('ann@example.com', {
      type: 'invoice.issued',
      data: { ...invoiceIssued.example, attachments },
      ...overrides,
    });
  const pdf = { key: 'acme/invoices/0419', name: 'Rechnung März.pdf' };
  const content = Buffer.from('%PDF-1.7 \0\xFF');
  const withStore = (store: AttachmentStore): Partial<EmailPorts> => ({ typeMail, store });
  const stored = withStore(memoryAttachmentStore({ 'acme/invoices/0419': content, 'other/a.pdf': content }));

  it('carries them, by the names that their references give', async () => {
    const { asked, attempts } = await deliver(invoice([pdf]), stored);
    const { attachments } = await simpleParser(Buffer.from(asked[0]?.raw ?? ''));
    expect(attachments.map(({ filename, contentType, content }) => [filename, contentType, content])).toEqual([
      ['Rechnung März.pdf', 'application/pdf', content],
    ]);
    expect(attempts).toEqual([['ann@example.com', 'sent', 'ses-1']]);
  });

  it.each<[string, readonly object[], string]>([
    ['are not there', [pdf, { key: 'acme/a.pdf' }], 'there is no acme/a.pdf'],
    ["are another tenant's", [{ key: 'other/a.pdf' }], "attachment 1 is not below 'acme/'"],
    ['may be run', [{ ...pdf, name: 'a.pdf.exe' }], 'attachment 1 is none of the files allowed'],
  ])('that %s is rejected with the reason', async (_, attachments, reason) => {
    const { asked, attempts } = await deliver(invoice(attachments), stored);
    expect(asked).toEqual([]);
    expect(attempts).toEqual([['ann@example.com', 'rejected', expect.stringContaining(`attachments: ${reason}`)]]);
  });

  it('that are too large together is rejected before any is read', async () => {
    const size = async () => 3_500_001;
    const read = () => Promise.reject(new Error('read'));
    const { attempts } = await deliver(invoice([pdf, pdf]), withStore({ size, read }));
    const reason = 'attachments: 7000002 bytes together, allowed 7000000';
    expect(attempts).toEqual([['ann@example.com', 'rejected', reason]]);
  });

  it.each<[string, Partial<AttachmentStore>]>([
    ['cannot be asked', { size: () => Promise.reject(new Error('SlowDown')) }],
    ['breaks off', { read: () => Promise.reject(new Error('SlowDown')) }],
  ])('is tried again where the store %s', async (_, broken) => {
    const store = { size: async () => 5, read: async () => content, ...broken };
    const { asked, attempts } = await deliver(invoice([pdf]), withStore(store));
    expect(asked).toEqual([]);
    const reasons = Array(manifest.retryDelaysSeconds.length + 1).fill(expect.stringContaining('SlowDown'));
    expect(attempts).toEqual([['ann@example.com', 'failed', ...reasons]]);
  });

  it('waits while others are sent, without using up an attempt', async () => {
    let tries = 0;
    const slots: Pick<Semaphore, 'tryRun'> = { tryRun: (task) => (++tries > 3 ? task() : undefined) };
    const { attempts, clock } = await deliver(invoice([pdf]), { ...stored, slots });
    expect(attempts).toEqual([['ann@example.com', 'sent', 'ses-1']]);
    expect(clock.now()).toEqual(new Date('2026-11-23T09:30:15Z'));
  });

  it('has a type with attachments enabled: data of other types attaches nothing', async () => {
    const { attempts } = await deliver(invoice([pdf], { type: 'invoice.paid' }), stored);
    expect(attempts).toEqual([['ann@example.com', 'sent', 'ses-1']]);
  });
});

describe('the mail', () => {
  const template = (subject: string): MailTemplate => ({
    defaultLocale: 'en',
    locales: { en: { subject, text: 'Hello.', html: '<p>Hello.</p>' } },
  });

  it('has the subject of the template for its type, and the date of the attempt', async () => {
    const typeMail = (type: string) => template(`Order {{ data.order }} of ${type}`);
    const { asked } = await deliver(anEmail('ann@example.com', { data: { order: '4711' } }), { typeMail });
    const mail = readMail(asked[0]?.raw ?? Buffer.of());
    expect(headerOf(mail, 'Subject')).toBe('Order 4711 of order.shipped');
    expect(new Date(headerOf(mail, 'Date'))).toEqual(new Date('2026-11-23T09:30:00Z'));
  });

  it('is in the language of its header, and asks for answers where the environment or its type says', async () => {
    const answered = async (mailTemplate: MailTemplate, ports: Partial<EmailPorts>) => {
      const { asked } = await deliver(anEmail('ann@example.com', { locale: 'en-GB' }), {
        typeMail: () => mailTemplate,
        ...ports,
      });
      const mail = readMail(asked[0]?.raw ?? Buffer.of());
      return [headerOf(mail, 'Reply-To'), headerOf(mail, 'Content-Language')];
    };
    const ofType = { ...template('x'), replyTo: 'orders@example.org' };
    expect(await answered(template('x'), {})).toEqual(['', 'en']);
    expect(await answered(template('x'), { replyTo: FROM })).toEqual(['', 'en']);
    expect(await answered(template('x'), { replyTo: 'help@example.org' })).toEqual(['help@example.org', 'en']);
    expect(await answered(ofType, { replyTo: 'help@example.org' })).toEqual(['orders@example.org', 'en']);
  });

  it("has tags by which SES's feedback finds its delivery", async () => {
    const notification = anEmail('ann@example.com');
    const { asked } = await deliver(notification);
    expect(asked[0]?.tags).toEqual({
      carillon_id: notification.id,
      carillon_tenant: 'acme',
      'ses:feedback-id-a': 'order_shipped',
      'ses:feedback-id-b': 'acme',
    });
  });

  it('of a type that left the catalogue while it waited is rejected, and not sent without its texts', async () => {
    const { asked, attempts } = await deliver(anEmail('ann@example.com', { type: 'order.gone' }), {
      typeMail,
      typeFaults: typeFaults('refuse'),
    });
    expect(asked).toEqual([]);
    expect(attempts).toEqual([
      ['ann@example.com', 'rejected', expect.stringMatching(/^notification\.type\.unknown: type is "order\.gone"/)],
    ]);
  });

  it('whose template has missing variables is rejected with the names of all of them', async () => {
    const { asked, attempts, reasons } = await deliver(anEmail('ann@example.com'), {
      typeMail: () => ({
        defaultLocale: 'en',
        locales: { en: { subject: 'For {{ data.customer.name }}', text: '{{ data.a }}', html: '{{ data.b | date }}' } },
      }),
    });
    expect(asked).toEqual([]);
    const why = 'email.template.variable_missing: the notification lacks data.customer, data.a, data.b';
    expect(attempts).toEqual([['ann@example.com', 'rejected', why]]);
    expect(reasons).toEqual([`rejected: ${why}`]);
  });

  it('has one message id over all attempts, another for each address, and no address in it', async () => {
    const down = sesError('ServiceUnavailable', 'try later');
    const notification = anEmail('ann@example.com, bob@example.com');
    const { asked } = await deliver(notification, {}, sesTwin(down, down));
    expect(asked.map(({ to }) => to.slice(0, 3))).toEqual(['ann', 'bob', 'ann', 'bob']);
    const [ann = '', bob = '', ...again] = asked.map((mail) => headerOf(readMail(mail.raw), 'Message-ID'));
    expect(again).toEqual([ann, bob]);
    expect(ann).not.toBe(bob);
    for (const id of [ann, bob]) {
      expect(id).toMatch(new RegExp(`^<${notification.id}\\.[0-9a-f]{16}@mail\\.example\\.org>$`));
    }
  });
});

describe('an error of SES', () => {
  const outage = sesError('ServiceUnavailable', 'try later');

  it('that does not say whether SES took the mail is followed by another try after minutes, for that recipient alone', async () => {
    const recipients = 'ann@example.com, bob@example.com';
    const { asked, attempts, clock } = await deliver(anEmail(recipients), {}, sesTwin(outage));
    expect(asked.map(({ to }) => to)).toEqual(['ann@example.com', 'bob@example.com', 'ann@example.com']);
    expect(attempts).toEqual([
      ['ann@example.com', 'sent', 'SES ServiceUnavailable: try later', 'ses-3'],
      ['bob@example.com', 'sent', 'ses-2'],
    ]);
    expect(clock.now()).toEqual(new Date('2026-11-23T09:35:00Z'));
  });

  it('that persists ends in the dead-letter queue after the last attempt', async () => {
    const { asked, attempts, reasons } = await deliver(undefined, {}, sesTwin(...Array(9).fill(outage)));
    expect(asked).toHaveLength(manifest.retryDelaysSeconds.length + 1);
    expect(attempts[0]?.slice(0, 2)).toEqual(['ann@example.com', 'failed']);
    expect(reasons).toEqual(['failed: SES ServiceUnavailable: try later']);
  });

  it.each([
    ['the rate', 'Maximum sending rate exceeded.', '2026-11-23T09:31:40Z'],
    ['the daily quota', 'Daily message quota exceeded.', '2026-11-24T05:30:00Z'],
  ])(
    'about %s uses up no attempt, however often it comes: the mail waits until there is room',
    async (_, message, at) => {
      const throttled = Array(20).fill(sesError('Throttling', message));
      const { asked, attempts, reasons, clock } = await deliver(undefined, {}, sesTwin(...throttled));
      expect(asked).toHaveLength(21);
      expect([attempts, reasons]).toEqual([[['ann@example.com', 'sent', 'ses-21']], []]);
      expect(clock.now()).toEqual(new Date(at));
    },
  );

  it('about the account is retried until an operator fixes it, for at most three days', async () => {
    const paused = sesError('AccountSendingPausedException', 'sending is disabled');
    const { attempts, reasons } = await deliver(undefined, {}, sesTwin(...Array(1_000).fill(paused)));
    const since = '2026-11-23T09:30:00.000Z';
    const reason = `deferred since ${since}: SES AccountSendingPausedException: sending is disabled`;
    expect([attempts, reasons]).toEqual([[['ann@example.com', 'failed', reason]], [`failed: ${reason}`]]);
  });

  it('that is permanent is not tried again, and the address that it repeats is not logged', async () => {
    const refusal = sesError('MessageRejected', 'Email address is not verified: ann@example.com');
    const { asked, attempts, reasons, lines } = await deliver(undefined, {}, sesTwin(refusal));
    expect(asked).toHaveLength(1);
    const reason = 'SES MessageRejected: Email address is not verified: ann@example.com';
    expect([attempts, reasons]).toEqual([[['ann@example.com', 'rejected', reason]], [`rejected: ${reason}`]]);
    expect(lines.map((line) => JSON.parse(line).reason)).toEqual([reason.replace('ann@example.com', '***')]);
  });
});
