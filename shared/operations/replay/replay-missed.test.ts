import type { Endpoint } from '../../ports/endpoints';
import { recordInChain } from '../../testing/record-in-chain';
import { lookForMissed, type MissedSources } from './look-for-missed';
import { replayMissed } from './replay-missed';
import { Replayed } from './replayed';
import { missedSources } from './testing/missed-sources';
import { day, endpoint } from './testing/missed-world';

/** @param overrides of the endpoint */
function aWorld(overrides: Partial<Endpoint> = {}) {
  const world = missedSources();
  const { clock, onFound } = world;
  const replay = (date: number, { records = world.sources.records }: Partial<MissedSources> = {}, dryRun = false) => {
    const openReplay = async () => ({ ...world.sources, records });
    return replayMissed(
      { endpoint: { ...endpoint, ...overrides }, since: day(date), dryRun },
      { openReplay, clock, onFound },
    );
  };
  return { ...world, replay };
}

describe('a replay of missed notifications', () => {
  it('names what has its turn to come, or was not wanted, apart from what was held while it was disabled', async () => {
    const state = { enabled: true, since: day(20), disabledSince: day(18) };
    const { accepted, replay, found } = aWorld({ state, typesSince: { 'order.*': day(17) } });
    await accepted('not wanted then', 16);
    await accepted('held', 19);
    await accepted('its turn has to come', 21);
    await replay(14, {}, true);
    expect(found.map(({ state }) => state)).toEqual(['not_begun', 'held', 'not_begun']);
  });

  it('finds a record that is linked during the pass, and does not count it', async () => {
    const { recordedAt, replay, sources, audit } = aWorld();
    await recordedAt(day(20));
    const { records } = sources;
    const head: typeof records.head = async (tenant) => {
      await recordInChain([], audit);
      return records.head(tenant);
    };
    expect(await replay(16, { records: { ...records, head } })).toMatchObject({ deliveries: 1, notLinked: 0 });
  });

  it('does not count a record that expires soon, because it is linked', async () => {
    const { accepted, replay, audit } = aWorld();
    await accepted('forgotten tomorrow', 20);
    for (const link of audit.store.chains.get('demo')?.values() ?? [])
      Object.assign(link, { keptUntil: Date.parse(day(23)) / 1000 });
    expect(await replay(16)).toMatchObject({ deliveries: 0, notLinked: 0 });
  });

  it('sends nothing that has expired', async () => {
    const { accepted, sent, replay } = aWorld();
    await accepted('expired', 20, undefined, { expirytime: day(22) });
    await accepted('not yet', 20, undefined, { expirytime: day(24) });
    await replay(16);
    expect(sent().map(([name]) => name)).toEqual(['not yet']);
  });

  it('finds more than a page', async () => {
    const { accepted, sent, replay } = aWorld();
    for (let n = 0; n < 60; n++) await accepted(`${n}`, 20);
    await replay(16);
    expect(sent().map(([name]) => name)).toEqual(Array.from({ length: 60 }, (_, n) => `${n}`));
  });

  it('counts the turns over all pages, and keeps no ids of sent ones', async () => {
    const { accepted, sources, clock, onFound } = aWorld();
    for (let n = 0; n < 60; n++) await accepted(`${n}`, 20);
    const replayed = new Replayed({ ...endpoint, ratePerSecond: 90 / (66 * 3_600) });
    await lookForMissed({ since: day(19), dryRun: false }, { ...sources, clock, onFound }, replayed);
    expect([replayed.sent, replayed.scope.done.size, replayed.leftSince]).toEqual([30, 0, day(20)]);
  });

  it('sends only what the filter of the endpoint passes, whatever it passed before', async () => {
    const filter = '{"data":{"amount":[{"numeric":[">",100]}]}}';
    const { accepted, sent, replay } = aWorld({
      filter,
      earlierFilters: [{ filter: '{"type":["x"]}', until: day(22) }],
    });
    await accepted('too small', 20, undefined, { data: { amount: 100 } });
    await accepted('enough', 20, undefined, { data: { amount: 101 } });
    await accepted('too small, and failed', 20, 'failed', { data: { amount: 1 } });
    await accepted('enough, and failed', 20, 'failed', { data: { amount: 200 } });
    await replay(16);
    expect(sent().map(([name]) => name)).toEqual(['enough', 'enough, and failed']);
  });

  it('reports a record that is no JSON, whatever the filter', async () => {
    const { accepted, replay, found, audit } = aWorld({ filter: '{"data":{"amount":[1]}}' });
    const { id } = await accepted('changed', 20);
    const [record] = await audit.records([id]);
    Object.assign(record ?? {}, { text: '{"data"' });
    expect([await replay(16), found]).toMatchObject([{ failed: 1 }, [{ faults: 'json.malformed' }]]);
  });

  it('includes types that the endpoint did not want before', async () => {
    const { accepted, sent, replay } = aWorld({ types: ['*'], typesSince: { '*': day(18) } });
    await accepted('before', 5, undefined, { type: 'payment.failed' });
    await replay(4);
    expect(sent().map(([name]) => name)).toEqual(['before']);
  });
});
