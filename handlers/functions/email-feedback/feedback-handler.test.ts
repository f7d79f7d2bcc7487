import type { SQSRecord } from 'aws-lambda';
import { memoryChannelQueue } from '../../../shared/memory/memory-channel-queue';
import { memoryLedger } from '../../../shared/memory/memory-ledger';
import { memoryMailPreferences } from '../../../shared/memory/memory-mail-preferences';
import { memoryOperationalEvents } from '../../../shared/memory/memory-operational-events';
import { targetDigest } from '../../../shared/runtime/message/target-digest';
import { aClaim, aKey, aSettlement } from '../../../shared/testing/ledger/ledger-fixtures';
import { recordingLogger } from '../../../shared/testing/recording-logger';
import { SES_TIME, sesEvent } from '../../../shared/testing/ses-events';
import { createFeedbackHandler, type FeedbackDependencies } from './feedback-handler';

const address = 'ann@example.com';

async function start(change: (ports: FeedbackDependencies) => Partial<FeedbackDependencies> = () => ({})) {
  const [ledger, preferences, events, queue] = [
    memoryLedger(),
    memoryMailPreferences(),
    memoryOperationalEvents(),
    memoryChannelQueue(),
  ];
  const log = recordingLogger();
  const key = aKey({ channel: 'email', target: address });
  await ledger.claim(key, aClaim());
  const ports = { ledger, suppressor: preferences, events, queue, log };
  const handler = createFeedbackHandler({ ...ports, ...change(ports) });
  const mail = { notificationId: key.notificationId, tenant: key.tenant, address };
  return {
    mail,
    key,
    ledger,
    events,
    queue,
    lines: log.lines,
    handle: (...bodies: string[]) => handler({ Records: bodies.map(aMessage) }),
    objections: () => preferences.objections(address),
    state: async () => (await ledger.history(key.notificationId)).deliveries[0]?.state,
  };
}

const aMessage = (body: string, index: number): SQSRecord =>
  ({
    messageId: `m${index}`,
    body,
    messageAttributes: {},
    attributes: { ApproximateReceiveCount: '1' },
  }) as unknown as SQSRecord;

const NOTHING_FAILED = { batchItemFailures: [] };

describe("SES's feedback about a mail", () => {
  it.each([
    ['Delivery', 'delivered'],
    ['DeliveryDelay', 'delayed'],
    ['Reject', 'rejected'],
    ['Rendering Failure', 'rejected'],
    ['Bounce', 'bounced'],
    ['Complaint', 'complained'],
  ] as const)('%s is recorded as %s', async (type, expected) => {
    const { handle, mail, ledger, key, state } = await start();
    await ledger.settle(key, aSettlement(1, 'sent'));
    expect(await handle(sesEvent(type, mail))).toEqual(NOTHING_FAILED);
    expect(await state()).toBe(expected);
  });

  it('ends in the highest-ranked state, in one batch and in any order', async () => {
    const { handle, mail, state } = await start();
    await handle(
      ...(['Complaint', 'DeliveryDelay', 'Bounce', 'Delivery'] as const).map((type) => sesEvent(type, mail)),
    );
    expect(await state()).toBe('complained');
  });

  it('stays delivered where something comes back afterwards, such as an absence note', async () => {
    const { handle, mail, state } = await start();
    const absence = sesEvent('Bounce', mail, { bounceType: 'Transient', bounceSubType: 'General' });
    await handle(sesEvent('Delivery', mail), absence);
    expect(await state()).toBe('delivered');
  });

  it("is logged without the address and without the mail server's message", async () => {
    const { handle, mail, lines } = await start();
    const { notificationId, tenant } = mail;
    await handle(sesEvent('Bounce', mail));
    await handle(sesEvent('Delivery', mail));
    const common = { notificationId, tenant, target: targetDigest(address) };
    const bounced = { state: 'bounced', summary: 'permanent bounce, General, 5.1.1', recorded: 'recorded' };
    expect(lines).toEqual([
      { level: 'info', event: 'feedback', fields: { ...common, ...bounced } },
      {
        level: 'info',
        event: 'feedback',
        fields: { ...common, state: 'delivered', summary: 'delivered', recorded: 'known' },
      },
    ]);
  });
});

describe('an address', () => {
  it('that bounces permanently is suppressed for all tenants, and an event is raised', async () => {
    const { handle, mail, events, objections } = await start();
    await handle(sesEvent('Bounce', mail));
    expect(await objections()).toEqual([
      { kind: 'suppressed', address, scope: '*', reason: 'BOUNCE', since: SES_TIME },
    ]);
    const { notificationId: subject, tenant } = mail;
    const data = { scope: '*', reason: 'BOUNCE', summary: 'permanent bounce, General, 5.1.1' };
    const cause = `BOUNCE ${SES_TIME} ${targetDigest(address)}`;
    expect(events.raised).toEqual([{ type: 'address.suppressed', tenant, subject, cause, time: SES_TIME, data }]);
  });

  it('that complains is suppressed for the tenant', async () => {
    const { handle, mail, objections } = await start();
    await handle(sesEvent('Complaint', mail));
    expect(await objections()).toEqual([
      { kind: 'suppressed', address, scope: mail.tenant, reason: 'COMPLAINT', since: SES_TIME },
    ]);
  });

  it('that only bounces for now is not', async () => {
    const { handle, mail, events, objections } = await start();
    await handle(sesEvent('Bounce', mail, { bounceType: 'Transient', bounceSubType: 'MailboxFull' }));
    expect([await objections(), events.raised]).toEqual([[], []]);
  });

  it('is suppressed even where the delivery has expired', async () => {
    const { handle, mail, objections, lines } = await start();
    await handle(sesEvent('Bounce', { ...mail, notificationId: '01JDCQ7Z3K9V5N8X2M4T6R0WYA' }));
    expect(await objections()).toHaveLength(1);
    expect(lines[0]?.fields.recorded).toBe('unknown');
  });

  it('is suppressed once, and its event known by its id, when SES says it again', async () => {
    const { handle, mail, events, objections } = await start();
    await handle(sesEvent('Bounce', mail), sesEvent('Bounce', mail));
    expect(await objections()).toHaveLength(1);
    expect(new Set(events.messages().map(({ text }) => JSON.parse(text).id)).size).toBe(1);
  });
});

describe('a message that is not about our mails', () => {
  it.each([
    ['SES’s greeting', 'Successfully validated SNS topic for Amazon SES event publishing.', 'greeting'],
    ['another sender', JSON.stringify({ eventType: 'Reject', mail: { tags: {} } }), 'foreign'],
  ])('%s is acknowledged and counted', async (_what, body, what) => {
    const { handle, lines, queue } = await start();
    expect(await handle(body)).toEqual(NOTHING_FAILED);
    expect(lines).toEqual([{ level: 'info', event: 'mail_event_ignored', fields: { what } }]);
    expect(queue.deadLetters).toEqual([]);
  });

  it('a message that is not an event is dead-lettered with its reason, and does not block the rest', async () => {
    const { handle, mail, queue, state, lines } = await start();
    expect(await handle('hello', sesEvent('Delivery', mail))).toEqual(NOTHING_FAILED);
    expect(await state()).toBe('delivered');
    const reason = 'mail_event.malformed: not an event of SES: no eventType';
    expect(queue.deadLetters.map(({ body, attributes }) => [body, attributes.carillonreason?.StringValue])).toEqual([
      ['hello', reason],
    ]);
    expect(lines[0]).toMatchObject({ level: 'error', event: 'mail_event_refused', fields: { messageId: 'm0' } });
  });
});

it('a complaint whose tags name all tenants suppresses no address, and is dead-lettered with its reason', async () => {
  const { handle, mail, queue, objections, lines } = await start();
  const event = sesEvent('Complaint', { ...mail, tenant: '*' });
  expect(await handle(event)).toEqual(NOTHING_FAILED);
  expect(await objections()).toEqual([]);
  const reason =
    'mail_event.malformed: a tag of the mail is refused: tenant is "*", expected 1 to 64 of a-z, 0-9, - and _, a letter or digit first';
  expect(queue.deadLetters.map(({ body, attributes }) => [body, attributes.carillonreason?.StringValue])).toEqual([
    [event, reason],
  ]);
  expect(lines.map(({ event: name }) => name)).toEqual(['mail_event_refused']);
});

describe('a service that fails', () => {
  const failing = async () => Promise.reject(new Error('throttled'));

  it.each<[string, (ports: FeedbackDependencies) => Partial<FeedbackDependencies>]>([
    ['the ledger', () => ({ ledger: { recordFeedback: failing } })],
    ['the directory', () => ({ suppressor: { suppress: failing } })],
    ['the topic', () => ({ events: { raise: failing } })],
  ])('%s brings back that record alone, and nothing is lost by it', async (_what, change) => {
    const broken = await start(change);
    const other = sesEvent('Delivery', { ...broken.mail, notificationId: '01JDCQ7Z3K9V5N8X2M4T6R0WYA' });
    const failed = await broken.handle(sesEvent('Bounce', broken.mail), 'hello', other);
    expect(failed.batchItemFailures[0]).toEqual({ itemIdentifier: 'm0' });
    expect(broken.lines).toContainEqual({
      level: 'error',
      event: 'record_failed',
      fields: { messageId: 'm0', receiveCount: 1, error: 'Error: throttled' },
    });
  });

  it('the dead-letter queue makes SQS redeliver the message that it should take', async () => {
    const { handle } = await start(() => ({ queue: { deadLetter: failing } }));
    expect(await handle('hello')).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
  });

  it('suppresses, whatever fails after it', async () => {
    const { handle, mail, objections } = await start(() => ({ ledger: { recordFeedback: failing } }));
    await handle(sesEvent('Complaint', mail));
    expect(await objections()).toHaveLength(1);
  });
});
