import { channels } from '../../../handlers';
import type { Delivery, DeliveryState } from '../../domain/delivery/claim';
import { delivered, rejected } from '../../domain/delivery/outcome';
import type { AuditRecord } from '../../ports/audit-chain';
import type { NotificationHistory } from '../../ports/ledger';
import { acceptedEvent } from '../../ports/ledger';
import { type DeliveryModel, deliveryModel } from '../../testing/delivery-model';
import { aMessage, aNotification, aSealed } from '../../testing/factories';
import { sealedRecord, testDigest } from '../../testing/sealed';
import { thrown } from '../../testing/thrown';
import { refuseDisabled } from './refuse-disabled';
import { refuseEmpty } from './refuse-empty';
import { type RecordedHistory, type ReplaySelection, replayPlan } from './replay-plan';

const notification = aNotification({ id: '01JDCQ7Z3K9V5N8X2M4T6R0WYA', tenant: 'acme' });
const text = JSON.stringify(notification, null, 1);
const event = sealedRecord(acceptedEvent(notification, text, new Date('2026-11-23T09:30:00Z')));
const attempt = { n: 1, at: '2026-11-23T09:30:01Z', outcome: 'retry', reason: 'HTTP 503', durationMs: 3 } as const;
const aDelivery = (channel: string, target: string, state: DeliveryState): Delivery => ({
  tenant: 'acme',
  notificationId: notification.id,
  channel,
  target,
  state,
  attempted: 1,
  attempts: [attempt],
});
const failed = aDelivery('webhook', 'ep_1', 'failed');
const deliveries = [failed, aDelivery('webhook', 'ep_2', 'delivered'), aDelivery('email', 'ann', 'rejected')];
const NOW = new Date('2026-11-23T10:00:00Z');
const planOf = (history: RecordedHistory, selection: ReplaySelection = {}) =>
  replayPlan(history, selection, { now: NOW, digest: testDigest, channels });

const NOTHING = { deliveries: [], messages: [], disabled: [], erased: [] };

describe('a replay', () => {
  it('is planned for failed and rejected deliveries, one message each, with the recorded text', () => {
    const { messages, ...plan } = planOf({ event, deliveries });
    expect(plan).toEqual({ deliveries: [deliveries[0], deliveries[2]], disabled: [], erased: [] });
    const { attributes } = aMessage(notification);
    const replayed = (StringValue: string) => ({
      carillonreason: { DataType: 'String', StringValue: 'replayed' },
      carillononly: { DataType: 'String', StringValue },
    });
    expect(messages).toEqual(
      [
        ['webhook', 'ep_1'],
        ['email', 'ann'],
      ].map(([channel, target = '']) => ({
        channel,
        body: text,
        groupId: 'acme',
        attributes: { ...attributes, ...replayed(target) },
      })),
    );
  });

  it('may be limited to one channel, and may be empty', () => {
    expect(planOf({ event, deliveries }, { channel: 'webhook' }).deliveries).toEqual([failed]);
    expect(planOf({ event, deliveries }, { channel: 'sms' })).toEqual(NOTHING);
    expect(planOf({ deliveries })).toEqual(NOTHING);
  });

  it('may be limited to targets, with one message for each that names it', () => {
    const { deliveries: planned, messages } = planOf({ event, deliveries }, { target: ['ann', 'ep_2', 'ep_1'] });
    expect(planned).toEqual([failed, deliveries[2]]);
    expect(messages.map(({ channel, attributes }) => [channel, attributes.carillononly?.StringValue])).toEqual([
      ['webhook', 'ep_1'],
      ['email', 'ann'],
    ]);
  });

  describe('of held deliveries', () => {
    const held = [aDelivery('webhook', 'ep_1', 'held'), aDelivery('webhook', 'ep_2', 'held')];
    const plan = (selection: ReplaySelection) => planOf({ event, deliveries: held }, selection);
    const refusal = (selection: ReplaySelection) =>
      thrown(() => refuseDisabled('01J', plan(selection), selection)) as Error | undefined;

    it('is planned if the endpoint is enabled, and lists the others as left out', () => {
      const { deliveries: planned, messages, disabled } = plan({ disabled: new Set(['ep_2']) });
      expect([planned, messages.length, disabled]).toEqual([[held[0]], 1, [held[1]]]);
      expect(refusal({ disabled: new Set(['ep_2']) })).toBeUndefined();
    });

    it.each<[string, ReplaySelection]>([
      ['was asked for', { target: ['ep_2'], disabled: new Set(['ep_2']) }],
      ['was asked for beside one that is enabled', { target: ['ep_1', 'ep_2'], disabled: new Set(['ep_2']) }],
    ])('is refused where an endpoint that is disabled %s', (_, selection) => {
      expect(refusal(selection)).toMatchObject({
        code: 'cli.endpoint_disabled',
        refusal: { reason: 'endpoint_disabled', tenant: 'acme', endpoint: 'ep_2' },
      });
    });

    it('is refused where all endpoints are disabled', () => {
      expect(refusal({ disabled: new Set(['ep_1', 'ep_2']) })).toMatchObject({ code: 'cli.endpoint_disabled' });
    });
  });

  it.each(['ada@bücher.example', 'Ada <ADA@xn--bcher-kva.example>'])('finds %s in any spelling', (name) => {
    const recorded = aDelivery('email', 'ada@xn--bcher-kva.example', 'failed');
    expect(planOf({ event, deliveries: [recorded] }, { target: [name] }).deliveries).toEqual([recorded]);
  });

  it.each([
    ['was left claimed by a function that died', '2026-11-23T10:00:00.000Z', 1],
    ['is being attempted', '2026-11-23T10:00:00.001Z', 0],
  ])('is planned or not of what %s', (_, leaseUntil, expected) => {
    const claimed = { ...aDelivery('email', 'ann', 'claimed'), leaseUntil };
    expect(planOf({ event, deliveries: [claimed] }).messages).toHaveLength(expected);
  });

  it.each([
    ['that waits for its time', { dueAt: '2026-11-23T20:00:00Z' }, 0],
    ['that the sweeper is about to bring back', { dueAt: '2026-11-23T09:00:01Z' }, 0],
    ['that nothing brings back', { dueAt: '2026-11-23T09:00:00Z', attempts: [] }, 1],
    ['that nothing will ever bring back', { attempts: [{ ...attempt, at: '2026-11-23T09:00:00Z' }] }, 1],
  ])('is planned or not of a retry %s', (_, waiting, expected) => {
    const retrying = { ...aDelivery('webhook', 'ep_1', 'retrying'), ...waiting };
    expect(planOf({ event, deliveries: [retrying] }).messages).toHaveLength(expected);
  });

  it('leaves out a refusal that was superseded', () => {
    const noted = aDelivery('webhook', '', 'rejected');
    const later = {
      ...aDelivery('webhook', 'ep_2', 'delivered'),
      attempts: [{ ...attempt, at: '2026-11-24T00:00:00Z' }],
    };
    expect(planOf({ event, deliveries: [noted] }).deliveries).toEqual([noted]);
    expect(planOf({ event, deliveries: [noted, later] }).deliveries).toEqual([]);
  });

  it('is refused if a requested target is not open, even if others are', () => {
    const refusal = (selection: ReplaySelection) =>
      thrown(() =>
        refuseEmpty('01J', { event, deliveries }, planOf({ event, deliveries }, selection), selection, channels),
      );
    expect(refusal({ target: ['ep_1', 'ann'] })).toBeUndefined();
    expect(refusal({ target: ['ep_1', 'ep_2', 'ep_9'], channel: 'webhook' })).toMatchObject({
      code: 'cli.nothing_to_replay',
      message:
        'nothing of notification 01J on channel webhook to ep_2, ep_9 failed, was rejected, is held, or was left claimed',
    });
    expect(refusal({ channel: 'sms' })).toMatchObject({
      message: 'nothing of notification 01J on channel sms failed, was rejected, is held, or was left claimed',
    });
  });

  it.each<[string, NotificationHistory]>([
    ['was refused before it was accepted', { deliveries: [aDelivery('webhook', '', 'rejected')] }],
    ['could not even be read by the channel that accepts', { deliveries: [aDelivery('audit', '', 'rejected')] }],
    ['names a channel that is not deployed', { event, deliveries: [aDelivery('audit', '', 'rejected')] }],
  ])('is refused with a hint to the dead letter for a notification that %s', (_, history) => {
    const plan = planOf(history);
    expect(plan.messages).toEqual([]);
    expect(thrown(() => refuseEmpty('01J', history, plan, {}, channels))).toMatchObject({
      code: 'cli.nothing_to_replay',
      message: expect.stringContaining('only in the dead-letter queue'),
    });
  });

  it.each<[string, Delivery[], ReplaySelection]>([
    ['a conflict beside what waits', [aDelivery('audit', 'conflict', 'rejected')], {}],
    ['a refusal of another channel', [aDelivery('audit', '', 'rejected')], { channel: 'webhook' }],
  ])('does not treat %s as failed', (_, noted, selection) => {
    const history = { event, deliveries: [aDelivery('webhook', 'ep_2', 'delivered'), ...noted] };
    expect(thrown(() => refuseEmpty('01J', history, planOf(history, selection), selection, channels))).toMatchObject({
      message: expect.stringMatching(/failed, was rejected, is held, or was left claimed$/),
    });
  });

  it('leaves out a refusal under the id that belongs to another tenant', () => {
    const foreign = { ...aDelivery('webhook', '', 'rejected'), tenant: 'other' };
    expect(planOf({ event, deliveries: [foreign] })).toEqual(NOTHING);
  });

  it.each<[string, string]>([
    ['is no JSON', '{'],
    ['has no channels', JSON.stringify({ ...notification, channels: undefined })],
    ['has an id that spells another key', JSON.stringify({ ...notification, id: 'CHAINS' })],
    ['is of another id', JSON.stringify({ ...notification, id: '01JDCQ7Z3K9V5N8X2M4T6R0WYB' })],
    ['is of another tenant', JSON.stringify({ ...notification, tenant: 'other' })],
  ])('is refused where the record %s: it is published again as it is', (_what, text) => {
    const replay = () => planOf({ event: sealedRecord({ ...event, text }), deliveries });
    expect(thrown(replay)).toMatchObject({ code: 'cli.record_malformed', faults: [expect.anything()] });
  });

  it.each<[string, Partial<AuditRecord>]>([
    ['has another text', { text: JSON.stringify({ ...notification, data: { iban: 'of a thief' } }) }],
    ['says another time', { acceptedAt: '2026-11-23T09:30:01.000Z' }],
    ['is kept for longer', { expiresAt: 2_000_000_000 }],
    ['has the seal of another record', { seal: sealedRecord({ ...event, text: '{}' }).seal ?? '' }],
  ])('is refused where the record %s than the audit channel has sealed', (_what, change) => {
    const replay = () => planOf({ event: { ...event, ...change }, deliveries });
    expect(thrown(replay)).toMatchObject({
      code: 'cli.record_malformed',
      faults: [{ code: 'ledger.record.not_sealed' }],
    });
  });

  it('is refused where the record has lost its seal', () => {
    const { seal, ...unsealed } = event;
    expect(thrown(() => planOf({ event: unsealed, deliveries }))).toMatchObject({
      code: 'cli.record_malformed',
      faults: [{ code: 'ledger.record.not_sealed' }],
    });
  });

  describe('to an address that was erased', () => {
    const erased = aDelivery('email', `${'0'.repeat(64)}@erased.invalid`, 'failed');
    const plan = (selection?: ReplaySelection) => planOf({ event, deliveries: [failed, erased] }, selection);
    const refusal = (selection: ReplaySelection) =>
      thrown(() => refuseEmpty('01J', { event, deliveries: [failed, erased] }, plan(selection), selection, channels));

    it('is not planned, and listed as erased', () => {
      expect([plan().deliveries, plan().messages.length]).toEqual([[failed], 1]);
      expect(refusal({})).toBeUndefined();
    });

    it.each<[string, ReplaySelection]>([
      ['there is nothing else', { channel: 'email' }],
      ['it was asked for', { target: [erased.target, 'ep_1'] }],
    ])('is refused where %s', (_, selection) => {
      expect(refusal(selection)).toMatchObject({
        code: 'cli.nothing_to_replay',
        message: `the address of notification 01J that stands as ${erased.target} was erased, so there is no recipient to mail; nothing was sent`,
      });
    });
  });

  it('is planned even if another channel was removed since', () => {
    const text = JSON.stringify({ ...notification, channels: 'email,webhook,sms' });
    expect(planOf({ event: sealedRecord({ ...event, text }), deliveries }).messages).toHaveLength(2);
  });

  const replayOf = async (model: DeliveryModel, selection?: ReplaySelection) => {
    const recorded = acceptedEvent(model.notification, JSON.stringify(model.notification), model.clock.now());
    const { messages } = planOf({ event: sealedRecord(recorded), deliveries: await model.deliveries() }, selection);
    await model.queue.send(
      messages.map((message) => aSealed(message)),
      0,
    );
    await model.drain();
    return model.effects.map(({ target }) => target);
  };

  it('attempts open deliveries again, and no settled ones', async () => {
    const script = { ep_1: [rejected('410'), delivered()], ep_2: [delivered()] };
    const model = deliveryModel({ script });
    await model.run();
    expect((await replayOf(model)).toSorted()).toEqual(['ep_1', 'ep_1', 'ep_2']);
    expect((await model.deliveries()).map(({ state }) => state)).toEqual(['delivered', 'delivered']);
  });

  it('attempts the requested one of fifty, and none of the other failed ones', async () => {
    const names = Array.from({ length: 50 }, (_, n) => `ep_${n}`);
    const script = Object.fromEntries(names.map((name) => [name, [rejected('410'), delivered()]]));
    const model = deliveryModel({ script });
    await model.run();
    expect((await replayOf(model, { target: ['ep_7'] })).slice(50)).toEqual(['ep_7']);
    const states = (await model.deliveries()).map(({ target, state }) => `${target} ${state}`);
    expect(states.filter((state) => !state.endsWith('rejected'))).toEqual(['ep_7 delivered']);
  });
});
