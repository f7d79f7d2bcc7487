import type { Notification } from '../domain/notification/notification';
import { channelFixture } from '../testing/channel-fixture';
import { A_MESSAGE_ID, aMessage, aNotification, aReceived, aRecord } from '../testing/factories';
import { createChannelHandler } from './channel-handler';
import { forDeadLetter } from './message/for-dead-letter';
import { refuse } from './refuse';
import { suppress } from './suppress';
import { aChannel, deliveryTo, notification, recordOf, success } from './testing/fan-out-fixture';

/** A channel that acknowledges every notification it does not refuse. */
function acknowledging() {
  const fixture = channelFixture();
  const handler = createChannelHandler(fixture.dependencies, { onNotification: async () => {} });
  return { ...fixture, handler };
}

const POISON = { body: '{"specversion":', attributes: {} };

describe('a refused message', () => {
  it('is dead-lettered with its reason and noted, and acknowledged', async () => {
    const { handler, queue, ledger, clock } = acknowledging();
    const message = aMessage({ ...aNotification(), id: 'X' });
    const { tenant } = JSON.parse(message.body);
    expect(await handler({ Records: [aRecord(message, { messageId: A_MESSAGE_ID })] })).toEqual({
      batchItemFailures: [],
    });
    const reason =
      'notification.id.malformed at \'/id\': id is "X", expected a ULID: 26 upper-case characters of Crockford base 32';
    expect(queue.deadLetters).toEqual([forDeadLetter(message, reason)]);
    const key = { tenant, notificationId: A_MESSAGE_ID, channel: 'email', target: '' };
    const attempt = { n: 1, at: clock.now().toISOString(), outcome: 'rejected', reason, durationMs: 0 };
    expect(await ledger.history(A_MESSAGE_ID)).toEqual({
      deliveries: [{ ...key, state: 'rejected', attempted: 1, attempts: [attempt] }],
    });
  });

  it('is logged with the codes of its faults, without its content', async () => {
    const { handler, log } = acknowledging();
    const message = aMessage(aNotification({ tenant: 'acme', recipients: 'ann@example.com\nBcc: eve@example.com' }));
    await handler({ Records: [aRecord(message, { messageId: A_MESSAGE_ID })] });
    expect(log.lines).toMatchObject([
      {
        event: 'delivery',
        fields: { channel: 'email', tenant: 'acme', outcome: 'rejected', reason: 'notification.recipients.malformed' },
      },
    ]);
    expect(JSON.stringify(log.lines)).not.toContain('example.com');
  });

  it('returns to SQS when it cannot be dead-lettered', async () => {
    const fixture = channelFixture();
    const queue = { ...fixture.queue, deadLetter: () => Promise.reject(new Error('no queue')) };
    const handler = createChannelHandler({ ...fixture.dependencies, queue }, { onNotification: async () => {} });
    const record = aRecord(POISON, { messageId: A_MESSAGE_ID });
    expect(await handler({ Records: [record] })).toEqual({ batchItemFailures: [{ itemIdentifier: A_MESSAGE_ID }] });
  });

  it('fits into ledger and dead letter with any number of faults', async () => {
    const { handler, queue, ledger } = acknowledging();
    const extra = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`BAD_${n}`, n]));
    const message = aMessage({ ...aNotification(), ...extra } as Notification);
    await handler({ Records: [aRecord(message)] });
    const [letter] = queue.deadLetters;
    expect(letter?.attributes.carillonreason?.StringValue).toHaveLength(1_024);
    const [delivery] = (await ledger.history(JSON.parse(message.body).id)).deliveries;
    expect(delivery?.attempts[0]?.reason?.length).toBeLessThanOrEqual(4_096);
  });
});

it.each([
  ['of another tenant', { tenant: 'another', severity: 'fatal' }],
  ['that names no tenant', { tenant: undefined }],
])('a refused message %s does not replace the note for the owner of its id', async (_, change) => {
  const { handler, ledger, dependencies } = acknowledging();
  const notification = aNotification();
  const { attributes } = aMessage(notification);
  await handler({ Records: [aRecord({ attributes, body: JSON.stringify({ ...notification, ...change }) })] });
  await suppress(notification, 'nobody wants it', dependencies);
  const { deliveries } = await ledger.history(notification.id);
  const own = deliveries.filter(({ tenant }) => tenant === notification.tenant);
  expect(own).toMatchObject([{ state: 'suppressed', attempts: [{ reason: 'nobody wants it' }] }]);
  expect(deliveries).toHaveLength(2);
});

describe('refuse and suppress', () => {
  it('keep the first note of a notification', async () => {
    const { dependencies, ledger } = channelFixture();
    const notification = aNotification();
    const message = aReceived(aMessage(notification));
    await suppress(notification, 'nobody wants it', dependencies);
    await refuse(message, { ...notification, faults: [{ code: 'x', path: '', message: 'y' }] }, dependencies);
    expect((await ledger.history(notification.id)).deliveries).toMatchObject([
      { state: 'suppressed', attempts: [{ reason: 'nobody wants it' }] },
    ]);
  });
});

describe('refuse, of a notification or a delivery of a channel with targets', () => {
  it('refuses a notification that cannot be expanded', async () => {
    const message = aMessage(notification);
    const { handler, states, queue } = aChannel({
      kind: 'refused',
      faults: [{ code: 'x', path: '/a', message: 'y' }],
    });
    expect(await handler({ Records: [recordOf(message)] })).toEqual(success);
    expect(await states(notification.id)).toEqual(['rejected']);
    expect(queue.deadLetters).toEqual([forDeadLetter(message, "x at '/a': y")]);
  });

  it("refuses a delivery under another tenant's id", async () => {
    const { handler, queue, states, effects } = aChannel();
    const message = deliveryTo('ep_1');
    await handler({ Records: [recordOf(message)] });
    const foreign = deliveryTo('ep_1', { ...notification, tenant: 'other' });
    expect(await handler({ Records: [recordOf(foreign, { messageId: A_MESSAGE_ID })] })).toEqual(success);
    expect(effects).toHaveLength(1);
    expect(await states(A_MESSAGE_ID)).toEqual(['rejected']);
    expect(queue.deadLetters).toMatchObject([
      { body: foreign.body, attributes: { carillontarget: { StringValue: 'ep_1' } } },
    ]);
  });
});
