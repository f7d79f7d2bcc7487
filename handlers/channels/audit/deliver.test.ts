import { memoryOperationalEvents } from '../../../shared/memory/memory-operational-events';
import type { EventLedger } from '../../../shared/ports/ledger';
import { type ChannelUnderTest, describeChannelContract } from '../../../shared/testing/channel-contract';
import { A_MESSAGE_ID, aMessage, aNotification, aRecord, aTenant } from '../../../shared/testing/factories';
import { type ChannelRuntime, startChannel } from '../../../shared/testing/start-channel';
import manifest from './channel';
import { recordNotification } from './deliver';

const audit: ChannelUnderTest = {
  manifest,
  wire: (runtime) => ({
    handlers: { onNotification: recordNotification(wiring(runtime)) },
    effects: async ({ id }) => ((await runtime.ledger.history(id)).event === undefined ? 0 : 1),
  }),
};

const wiring = (
  runtime: ChannelRuntime,
  recorder: EventLedger = runtime.ledger,
  events = memoryOperationalEvents(),
) => ({
  ...runtime,
  recorder,
  events,
});

describeChannelContract(__dirname, audit);

const outcomes = (lines: readonly string[]) => lines.map((line) => JSON.parse(line).outcome);
const aSeen = (overrides = {}) => aNotification({ channels: 'elsewhere', ...overrides });

describe('the record', () => {
  it('is exactly the text that was received, spaces, order and digits included', async () => {
    const { run, ledger, clock } = startChannel(audit);
    const { id, tenant, type, ...rest } = aSeen({ data: { total: 1e3 } });
    const text = JSON.stringify({ ...rest, type, tenant, id }, null, 1).replace('1000', '1000.00');
    const { attributes } = aMessage({ ...rest, id, tenant, type });
    await run(aRecord({ body: text, attributes }));
    const event = { id, tenant, type, text, acceptedAt: clock.now().toISOString() };
    expect(await ledger.history(id)).toEqual({ event, deliveries: [] });
  });

  it('is of everything, for whichever channel it is and however late', async () => {
    const { run, returned, effects } = startChannel(audit);
    const expired = aSeen({ expirytime: '2020-01-01T00:00:00Z' });
    await run(aRecord(aMessage(expired)));
    expect([returned, await effects(expired)]).toEqual([[], 1]);
  });

  it('stays when the same content comes again, and it is said to be known', async () => {
    const { run, lines, ledger, clock, queue } = startChannel(audit);
    const notification = aSeen();
    await run(aRecord(aMessage(notification)));
    const first = await ledger.history(notification.id);
    clock.advanceSeconds(60);
    await run(aRecord(aMessage({ ...notification, time: '2027-01-01T00:00:00Z' })));
    expect(outcomes(lines)).toEqual(['accepted', 'known']);
    expect([await ledger.history(notification.id), queue.deadLetters]).toEqual([first, []]);
  });

  it.each([
    ['another text', '/data/order', { data: { order: 'other' } }],
    ["another tenant's", '/tenant', { tenant: aTenant() }],
  ])('stays when %s comes under its id, which is refused', async (_, place, change) => {
    const { run, returned, lines, ledger, queue } = startChannel(audit);
    const notification = aSeen();
    const other = { ...notification, ...change };
    await run(aRecord(aMessage(notification)));
    const first = await ledger.history(notification.id);
    await run(aRecord(aMessage(other), { messageId: A_MESSAGE_ID }));
    expect([returned, outcomes(lines)]).toEqual([[], ['accepted', 'conflict', 'rejected']]);
    const { event, deliveries } = await ledger.history(notification.id);
    expect(event).toEqual(first.event);
    const reason = `notification.id.conflict at '/id': id ${notification.id} was accepted before with other content at ${place}, expected a new ULID for another notification`;
    const carillonreason = { DataType: 'String', StringValue: reason };
    const { tenant } = other;
    const noted = { tenant, channel: 'audit', state: 'rejected', attempts: [{ reason }] };
    const isOwn = tenant === notification.tenant;
    expect(deliveries).toMatchObject(isOwn ? [{ ...noted, target: 'conflict' }] : []);
    expect((await ledger.history(A_MESSAGE_ID)).deliveries).toMatchObject(isOwn ? [] : [{ ...noted, target: '' }]);
    expect(queue.deadLetters).toMatchObject([{ body: JSON.stringify(other), attributes: { carillonreason } }]);
  });

  it('shows a conflict beside an earlier refusal', async () => {
    const { run, ledger } = startChannel(audit);
    const notification = aSeen({ channels: 'audit,sms' });
    await run(aRecord(aMessage(notification)));
    await run(aRecord(aMessage({ ...notification, data: { order: 'other' } }), { messageId: A_MESSAGE_ID }));
    const { deliveries } = await ledger.history(notification.id);
    expect(deliveries.map(({ target, state }) => [target, state])).toEqual([
      ['', 'rejected'],
      ['conflict', 'rejected'],
    ]);
  });

  it.each([
    ['beside others', 'audit,sms'],
    ['alone', 'sms'],
  ])(
    'is made, noted and kept with the reason where a channel is named that is not deployed, %s',
    async (_, channels) => {
      const { run, returned, lines, ledger, queue } = startChannel(audit);
      const notification = aSeen({ channels });
      await run(aRecord(aMessage(notification)));
      expect([returned, outcomes(lines)]).toEqual([[], ['accepted', 'rejected']]);
      const reason =
        "notification.channels.unknown at '/channels': channel 'sms' does not exist, expected one of audit, elsewhere";
      const { id, tenant } = notification;
      expect(await ledger.history(id)).toMatchObject({
        event: { id, tenant, text: JSON.stringify(notification) },
        deliveries: [{ tenant, channel: 'audit', target: '', state: 'rejected', attempts: [{ reason }] }],
      });
      const carillonreason = { DataType: 'String', StringValue: reason };
      expect(queue.deadLetters).toMatchObject([{ body: JSON.stringify(notification), attributes: { carillonreason } }]);
    },
  );

  it('raises an event for each conflict, which names attributes and no members of data', async () => {
    const raised = memoryOperationalEvents();
    const handlers = (runtime: ChannelRuntime) => ({
      onNotification: recordNotification(wiring(runtime, runtime.ledger, raised)),
    });
    const wire = (runtime: ChannelRuntime) => ({ handlers: handlers(runtime), effects: () => 0 });
    const { run, clock } = startChannel({ ...audit, wire });
    const notification = aSeen();
    const other = { ...notification, data: { order: 'other', 'ann@example.com': 1 }, subject: 'new' };
    await run(aRecord(aMessage(notification)));
    await run(aRecord(aMessage(other), { messageId: A_MESSAGE_ID }));
    const { id: subject, tenant } = notification;
    const data = { channel: 'audit', differs: 'data subject' };
    const time = clock.now().toISOString();
    expect(raised.raised).toEqual([
      { type: 'notification.conflict', tenant, subject, cause: A_MESSAGE_ID, time, data },
    ]);
  });

  it('is not made for a message without routing attributes, which no other channel receives', async () => {
    const { run, effects, queue } = startChannel(audit);
    const notification = aSeen();
    await run(aRecord({ ...aMessage(notification), attributes: {} }));
    expect(await effects(notification)).toBe(0);
    const StringValue = expect.stringContaining('notification.attribute.mismatch');
    expect(queue.deadLetters).toMatchObject([{ attributes: { carillonreason: { StringValue } } }]);
  });
});
