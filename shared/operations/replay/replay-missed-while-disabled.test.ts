import type { Endpoint, EndpointState } from '../../ports/endpoints';
import { disabled } from '../../testing/factories';
import type { MissedSources } from './look-for-missed';
import { replayMissedWhileDisabled } from './replay-missed-while-disabled';
import { missedSources } from './testing/missed-sources';
import { day, endpoint, linkAll } from './testing/missed-world';

const switchedOff = { ...disabled('moves'), since: day(15) };

interface WorldOptions {
  /** As it was before it was enabled. */
  readonly state?: EndpointState;
  readonly overrides?: Partial<Endpoint>;
  readonly onSleep?: () => Promise<void>;
}

function aWorld({ state = switchedOff, overrides, onSleep = async () => undefined }: WorldOptions = {}) {
  const world = missedSources();
  const { clock, onFound } = world;
  const enabled: EndpointState = {
    enabled: true,
    since: clock.now().toISOString(),
    disabledSince: state.disabledSince ?? state.since,
  };
  const replay = ({ records = world.sources.records }: Partial<MissedSources> = {}) =>
    replayMissedWhileDisabled(
      { endpoint: { ...endpoint, ...overrides, state: enabled } },
      { ...world.sources, records, clock, onFound, onWait: () => undefined, sleep: onSleep },
    );
  return { ...world, replay };
}

describe('a replay to an endpoint that was enabled just now', () => {
  it.each<[string, string, string, boolean]>([
    ['days ago', day(14), day(13), false],
    ['minutes ago', '2026-11-23T09:10:00.000Z', '2026-11-23T09:09:59.999Z', false],
    ['minutes ago, in a large ledger', '2026-11-23T09:10:00.000Z', '2026-11-23T09:09:59.999Z', true],
  ])('has nothing from before it was added, %s', async (_, createdAt, before, cannotTell) => {
    const { accepted, sent, replay, sources } = aWorld({
      state: { ...disabled('moves'), since: createdAt },
      overrides: { createdAt },
    });
    await accepted('before', before);
    await accepted('after', createdAt);
    const acceptedSince = cannotTell ? async () => undefined : sources.records.acceptedSince;
    await replay({ records: { ...sources.records, acceptedSince } });
    expect(sent().map(([name]) => name)).toEqual(['after']);
  });

  it.each<[string, string, number]>([
    ['waits for its link is counted, where it', '2026-11-23T09:30:59.999Z', 1],
    ['it gets anyway is not counted, where that', '2026-11-23T09:31:00.000Z', 0],
  ])('says how much it may have missed: what %s was accepted at %s', async (_, acceptedAt, expected) => {
    const { recordedAt, replay } = aWorld({ onSleep: () => recordedAt(acceptedAt) });
    expect(await replay()).toMatchObject({ deliveries: 0, notLinked: expected });
  });

  it('has nothing that it did not want when it was accepted, though its types name it today', async () => {
    const { accepted, sent, replay } = aWorld({ overrides: { types: ['*'], typesSince: { '*': day(18) } } });
    const payment = { type: 'payment.failed' };
    await accepted('never begun, before', 5, undefined, payment);
    await accepted('in the ledger', 5, 'held', payment);
    await accepted('not yet wanted, while it was disabled', 16, undefined, payment);
    await accepted('since it has its types', 19, undefined, payment);
    await replay();
    expect(sent().map(([name]) => name)).toEqual(['in the ledger', 'since it has its types']);
  });

  it('has what it wanted all along, also where its types became more, and it was disabled several times', async () => {
    const state = { ...disabled('deploys'), since: day(21), disabledSince: day(10) };
    const overrides = { types: ['order.*', 'payment.*'], typesSince: { 'payment.*': day(15) } };
    const { accepted, sent, replay } = aWorld({ state, overrides });
    await accepted('in the first time', 11);
    await accepted('not yet wanted', 11, undefined, { type: 'payment.failed' });
    await replay();
    expect(sent().map(([name]) => name)).toEqual(['in the first time']);
  });

  it('has nothing of what it got to want later, from before that, where it was enabled', async () => {
    const state = { enabled: true, since: day(4), disabledSince: day(3) };
    const { accepted, sent, replay } = aWorld({
      state,
      overrides: { types: ['order.*', '*'], typesSince: { '*': day(20) } },
    });
    await accepted('missed', 3);
    for (const date of [5, 10, 15, 19]) await accepted(`of day ${date}`, date, undefined, { type: 'payment.failed' });
    await replay();
    expect(sent().map(([name]) => name)).toEqual(['missed']);
  });

  it('has nothing of new types from between two times that it was disabled', async () => {
    const state = { ...disabled('deploys'), since: day(22), disabledSince: day(4) };
    const { accepted, sent, replay } = aWorld({ state, overrides: { types: ['*'], typesSince: { '*': day(21) } } });
    await accepted('between', 10, undefined, { type: 'payment.failed' });
    await accepted('held in between', 10, 'held');
    await replay();
    expect(sent().map(([name]) => name)).toEqual(['held in between']);
  });

  it('sends, once, what functions did not count it in for, until they knew that it is enabled', async () => {
    const { accepted, sent, replay, clock } = aWorld({
      onSleep: async () => {
        // By the clock of a function that is behind.
        clock.advanceSeconds(1_800);
        await accepted('came meanwhile', 23);
      },
    });
    await accepted('missed', 23);
    const replayed = await replay();
    expect(sent().map(([name]) => name)).toEqual(['missed', 'came meanwhile']);
    expect(replayed).toMatchObject({ deliveries: 2, failed: 0, notLinked: 0 });
  });

  it('sends, once, what a function that took it for disabled held meanwhile, however long ago that was accepted', async () => {
    const lease = day(17);
    const { accepted, sent, replay, ledger } = aWorld({
      onSleep: async () => {
        const key = { tenant: 'demo', notificationId: retried.id, channel: 'webhook', target: 'ep_1' };
        const attempt = { n: 1, at: day(23), outcome: 'held', durationMs: 1 } as const;
        await ledger.settle(key, { n: 1, state: 'held', lease, attempt });
      },
    });
    const retried = await accepted('its next attempt came', 16, 'claimed');
    await accepted('missed', 17);
    const replayed = await replay();
    expect(sent().map(([name]) => name)).toEqual(['missed', 'its next attempt came']);
    expect(replayed).toMatchObject({ deliveries: 2, failed: 0, notLinked: 0 });
  });

  describe('where a link was missing at the first look', () => {
    const A_DAY_AGO = day(22);
    const TWO_HOURS_AGO = '2026-11-23T07:30:00.000Z';
    const FOUND_FIRST = ['missed', 'missed lately'];
    const FOUND_LATER = [`recorded at ${A_DAY_AGO}`, `recorded at ${TWO_HOURS_AGO}`];
    const ALL = (deliveries: number, notLinked: number | null) => ({
      deliveries,
      failed: 0,
      failures: [],
      leftSince: undefined,
      notLinked,
    });
    const waiting = async (onSleep: (world: ReturnType<typeof aWorld>) => Promise<void> = async () => undefined) => {
      const world: ReturnType<typeof aWorld> = aWorld({ onSleep: () => onSleep(world) });
      await world.accepted('missed', 20);
      await world.accepted('missed lately', '2026-11-23T09:20:00.000Z');
      for (const moment of [A_DAY_AGO, TWO_HOURS_AGO]) await world.recordedAt(moment);
      return world;
    };

    it('counts what still waits, and sends once what was found', async () => {
      const { sent, replay } = await waiting();
      const replayed = await replay();
      expect(sent().map(([name]) => name)).toEqual(FOUND_FIRST);
      expect(replayed).toEqual(ALL(2, 2));
    });

    it('sends what is linked by then and counts what is not', async () => {
      const { sent, replay } = await waiting(async (world) => {
        await linkAll(world, world.clock);
        await world.recordedAt(day(19));
      });
      const replayed = await replay();
      expect(sent().map(([name]) => name)).toEqual([...FOUND_FIRST, ...FOUND_LATER]);
      expect(replayed).toEqual(ALL(4, 1));
    });

    it('sends what was neither recorded nor linked at the first look, long after it was accepted', async () => {
      const world = aWorld({
        onSleep: async () => {
          await world.recordedAt(A_DAY_AGO);
          await linkAll(world, world.clock);
        },
      });
      const replayed = await world.replay();
      expect(world.sent()).toEqual([[`recorded at ${A_DAY_AGO}`, 'ep_1']]);
      expect(replayed).toEqual(ALL(1, 0));
    });

    it('sends once what is recorded and linked while the first look is on', async () => {
      const { accepted, sent, replay, sources } = aWorld();
      let looks = 0;
      const acceptedSince: MissedSources['records']['acceptedSince'] = async (tenant, since) => {
        const before = await sources.records.acceptedSince(tenant, since);
        if (++looks === 1) await accepted('in between', A_DAY_AGO);
        return before;
      };
      const replayed = await replay({ records: { ...sources.records, acceptedSince } });
      expect([sent(), looks]).toEqual([[['in between', 'ep_1']], 2]);
      expect(replayed).toEqual(ALL(1, 0));
    });

    it.each<[string, number]>([
      ['first', 1],
      ['second', 2],
    ])('does not know how much waits where the ledger cannot tell at the %s look', async (_, silent) => {
      const { sent, replay, sources, audit } = await waiting(
        async ({ accepted }) => void (await accepted('came meanwhile', day(23))),
      );
      // The stream is lost, so that nothing links what waits when the next is accepted.
      audit.stream.splice(0);
      let looks = 0;
      const acceptedSince: MissedSources['records']['acceptedSince'] = async (tenant, since) =>
        ++looks === silent ? undefined : sources.records.acceptedSince(tenant, since);
      const replayed = await replay({ records: { ...sources.records, acceptedSince } });
      expect(sent().map(([name]) => name)).toEqual([...FOUND_FIRST, 'came meanwhile']);
      expect(replayed).toEqual(ALL(3, null));
    });
  });
});
