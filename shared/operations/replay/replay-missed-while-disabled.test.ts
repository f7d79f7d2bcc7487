import type { Endpoint, EndpointState } from '../../ports/endpoints';
import { disabled } from '../../testing/factories';
import type { MissedSources } from './look-for-missed';
import { replayMissedWhileDisabled } from './replay-missed-while-disabled';
import { missedSources } from './testing/missed-sources';
import { day, endpoint, linkAll } from './testing/missed-world';

const switchedOff = { ...disabled('moves'), since: day(15) };

interface WorldOptions {
  /** The endpoint before it was enabled. */
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
  ])('sends nothing from before the endpoint was added, %s', async (_, createdAt, before, cannotTell) => {
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
    ['an unlinked record is counted', '2026-11-23T09:30:59.999Z', 1],
    ['a record that the endpoint gets anyway is not counted', '2026-11-23T09:31:00.000Z', 0],
  ])('returns how many it may have missed: %s if it was accepted at %s', async (_, acceptedAt, expected) => {
    const { recordedAt, replay } = aWorld({ onSleep: () => recordedAt(acceptedAt) });
    expect(await replay()).toMatchObject({ deliveries: 0, notLinked: expected });
  });

  it('sends nothing that the endpoint did not want when it was accepted, even if its types name it today', async () => {
    const { accepted, sent, replay } = aWorld({ overrides: { types: ['*'], typesSince: { '*': day(18) } } });
    const payment = { type: 'payment.failed' };
    await accepted('never begun, before', 5, undefined, payment);
    await accepted('in the ledger', 5, 'held', payment);
    await accepted('not yet wanted, while it was disabled', 16, undefined, payment);
    await accepted('since it has its types', 19, undefined, payment);
    await replay();
    expect(sent().map(([name]) => name)).toEqual(['in the ledger', 'since it has its types']);
  });

  it('sends nothing that the filter at its acceptance did not pass, even if the present one does', async () => {
    const filter = '{"data":{"amount":[{"numeric":[">",100]}]}}';
    const earlierFilters = [{ filter: '{"data":{"amount":[{"numeric":[">",200]}]}}', until: day(18) }];
    const { accepted, sent, replay } = aWorld({ overrides: { filter, earlierFilters } });
    const of = (amount: number) => ({ data: { amount } });
    await accepted('filtered out then', 16, undefined, of(150));
    await accepted('passed then', 16, undefined, of(201));
    await accepted('passed since', 19, undefined, of(150));
    await accepted('filtered out', 19, undefined, of(100));
    await accepted('held, and no longer passed', 19, 'held', of(100));
    await replay();
    expect(sent().map(([name]) => name)).toEqual(['passed then', 'passed since']);
  });

  it('sends what the endpoint always wanted, even if its types were widened, and it was disabled several times', async () => {
    const state = { ...disabled('deploys'), since: day(21), disabledSince: day(10) };
    const overrides = { types: ['order.*', 'payment.*'], typesSince: { 'payment.*': day(15) } };
    const { accepted, sent, replay } = aWorld({ state, overrides });
    await accepted('in the first time', 11);
    await accepted('not yet wanted', 11, undefined, { type: 'payment.failed' });
    await replay();
    expect(sent().map(([name]) => name)).toEqual(['in the first time']);
  });

  it('sends nothing of a later added type from before that, while the endpoint was enabled', async () => {
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

  it('sends nothing of new types from between two times that the endpoint was disabled', async () => {
    const state = { ...disabled('deploys'), since: day(22), disabledSince: day(4) };
    const { accepted, sent, replay } = aWorld({ state, overrides: { types: ['*'], typesSince: { '*': day(21) } } });
    await accepted('between', 10, undefined, { type: 'payment.failed' });
    await accepted('held in between', 10, 'held');
    await replay();
    expect(sent().map(([name]) => name)).toEqual(['held in between']);
  });

  it('sends once what functions fanned out without it, until they knew that it is enabled', async () => {
    const { accepted, sent, replay, clock } = aWorld({
      onSleep: async () => {
        // By a function whose clock is behind (clock skew).
        clock.advanceSeconds(1_800);
        await accepted('came meanwhile', 23);
      },
    });
    await accepted('missed', 23);
    const replayed = await replay();
    expect(sent().map(([name]) => name)).toEqual(['missed', 'came meanwhile']);
    expect(replayed).toMatchObject({ deliveries: 2, failed: 0, notLinked: 0 });
  });

  it('sends once what a function with a stale snapshot held in between, however long ago it was accepted', async () => {
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

  describe('if a link was missing at the first pass', () => {
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

    it('counts records that still wait, and sends found ones once', async () => {
      const { sent, replay } = await waiting();
      const replayed = await replay();
      expect(sent().map(([name]) => name)).toEqual(FOUND_FIRST);
      expect(replayed).toEqual(ALL(2, 2));
    });

    it('sends records that are linked by then, and counts the others', async () => {
      const { sent, replay } = await waiting(async (world) => {
        await linkAll(world, world.clock);
        await world.recordedAt(day(19));
      });
      const replayed = await replay();
      expect(sent().map(([name]) => name)).toEqual([...FOUND_FIRST, ...FOUND_LATER]);
      expect(replayed).toEqual(ALL(4, 1));
    });

    it('sends a notification that was neither recorded nor linked at the first pass, long after it was accepted', async () => {
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

    it('sends once a notification that is recorded and linked during the first pass', async () => {
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
    ])(
      'returns null for the number of waiting records if the scan is not complete at the %s pass',
      async (_, silent) => {
        const { sent, replay, sources, audit } = await waiting(
          async ({ accepted }) => void (await accepted('came meanwhile', day(23))),
        );
        // The stream is lost, so that waiting records are not linked when the next one is accepted.
        audit.stream.splice(0);
        let looks = 0;
        const acceptedSince: MissedSources['records']['acceptedSince'] = async (tenant, since) =>
          ++looks === silent ? undefined : sources.records.acceptedSince(tenant, since);
        const replayed = await replay({ records: { ...sources.records, acceptedSince } });
        expect(sent().map(([name]) => name)).toEqual([...FOUND_FIRST, 'came meanwhile']);
        expect(replayed).toEqual(ALL(3, null));
      },
    );
  });
});
