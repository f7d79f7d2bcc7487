import { ulid } from 'ulid';
import { channels } from '../../../handlers';
import type { DeliveryState } from '../../domain/delivery/claim';
import { versionOf } from '../../domain/listing/listing-row';
import type { Notification } from '../../domain/notification/notification';
import { memoryAudit } from '../../memory/memory-audit';
import { memoryChannelQueue } from '../../memory/memory-channel-queue';
import { memoryEndpoints } from '../../memory/memory-endpoints';
import { memoryLedger } from '../../memory/memory-ledger';
import { memoryListing } from '../../memory/memory-listing';
import { memoryReplayRuns } from '../../memory/memory-replay-runs';
import { disabled } from '../../testing/factories';
import { recordingLogger } from '../../testing/recording-logger';
import { testDigest } from '../../testing/sealed';
import { VirtualTime } from '../../testing/virtual-time';
import { endpoint, missedWorld } from '../replay/testing/missed-world';
import { type BeginReplayRequest, beginReplay } from './begin-replay';
import { continueReplay } from './continue-replay';
import { readReplay } from './read-replay';
import { stopReplay } from './stop-replay';

const tenant = 'demo';

function world(state = endpoint.state) {
  const time = new VirtualTime();
  const audit = memoryAudit(testDigest);
  const [ledger, queue, listing, runs] = [
    memoryLedger(audit),
    memoryChannelQueue(),
    memoryListing(),
    memoryReplayRuns(),
  ];
  const log = recordingLogger();
  const missed = missedWorld({ audit, ledger, queue });
  const ports = {
    runs,
    listing,
    ledger,
    records: audit,
    endpoints: memoryEndpoints({ ...endpoint, state }),
    channels,
    openDigest: async () => testDigest,
    openQueue: async () => queue,
    clock: time,
    sleep: time.sleep,
    log,
    newId: () => ulid(),
  };
  /** Accepts a notification on a day, with its delivery in this state, and lists it. */
  const deliver = async (name: string, date: number, to: DeliveryState, overrides: Partial<Notification> = {}) => {
    const { id, type } = await missed.accepted(name, date, to, overrides);
    const acceptedAt = `2026-11-${String(date).padStart(2, '0')}T09:30:00.000Z`;
    const row = { tenant, id, type, channel: 'webhook', target: 'ep_1', state: to, acceptedAt, expiresAt: 9e9 };
    await listing.put({ notifications: [], deliveries: [{ ...row, version: versionOf('1') }] });
    return id;
  };
  const begin = async (request: Partial<BeginReplayRequest> = {}) => {
    const begun = await beginReplay({ tenant, state: 'failed', dryRun: false, ...request }, ports);
    if (begun.kind !== 'begun') throw new Error('nothing was begun');
    return { tenant, id: begun.run.id };
  };
  /** A call of the function with this much time. */
  const go = async (key: { tenant: string; id: string }, seconds = 55) => {
    const end = time.now().getTime() + seconds * 1000;
    const left = { remainingMs: () => end - time.now().getTime() };
    await time.pass(continueReplay(key, left, ports));
  };
  const sent = () => missed.sent().map(([name]) => name);
  return { ...ports, time, deliver, begin, go, sent, queue, accepted: missed.accepted };
}

describe('a replay of all that a filter finds', () => {
  it('says how many and which in a dry run, newest first, and sends nothing', async () => {
    const { deliver, runs, sent, ...ports } = world();
    const [old, young] = [await deliver('old', 10, 'failed'), await deliver('young', 20, 'failed')];
    await deliver('held', 15, 'held');
    const begun = await beginReplay({ tenant, state: 'failed', dryRun: true }, { ...ports, runs });
    const found = (id: string, day: number) => ({
      notificationId: id,
      type: 'order.shipped',
      acceptedAt: `2026-11-${day}T09:30:00.000Z`,
      channel: 'webhook',
      endpoint: 'ep_1',
    });
    expect(begun).toEqual({
      kind: 'found',
      deliveries: 2,
      isComplete: true,
      first: [found(young, 20), found(old, 10)],
    });
    expect([sent(), await runs.running()]).toEqual([[], []]);
  });

  it('sends what is as the filter wants it now, each once, and counts what is not', async () => {
    const { deliver, begin, go, sent, ledger, runs, listing } = world();
    for (const day of [10, 11, 12]) await deliver(`failed ${day}`, day, 'failed');
    await deliver('other type', 12, 'failed', { type: 'order.paid' });
    await deliver('too young', 22, 'failed');
    await deliver('held', 12, 'held');
    const stale = await deliver('delivered meanwhile', 13, 'delivered');
    const row = [...listing.deliveries.values()].find(({ id }) => id === stale);
    await listing.put({
      notifications: [],
      deliveries: row ? [{ ...row, state: 'failed', version: versionOf('2') }] : [],
    });
    const key = await begin({ type: 'order.shipped', until: '2026-11-21T00:00:00Z', endpoint: 'ep_1' });
    await go(key);
    expect(sent()).toEqual(['failed 12', 'failed 11', 'failed 10']);
    expect(await readReplay(key, { runs })).toMatchObject({
      status: 'done',
      counts: { found: 4, sent: 3, skipped: 1, failed: 0 },
    });
    expect((await ledger.history(stale)).deliveries).toMatchObject([{ state: 'delivered' }]);
  });

  it('sends no more per second than its rate, and goes on in the next call where the time was up', async () => {
    const { deliver, begin, go, sent, time, runs, queue } = world();
    for (let n = 0; n < 90; n++) await deliver(`${n}`, 10 + (n % 9), 'failed');
    const key = await begin({ ratePerSecond: 1 });
    const start = time.now().getTime();
    const at: number[] = [];
    const { offer } = queue;
    queue.offer = async (messages) => {
      at.push(...messages.map(() => time.now().getTime() - start));
      return offer(messages);
    };
    await go(key);
    const first = sent().length;
    expect(first).toBeLessThan(60);
    expect(await readReplay(key, { runs })).toMatchObject({ status: 'running', counts: { sent: first } });
    for (let calls = 0; calls < 5; calls++) {
      await time.pass(time.sleep(20_000));
      await go(key);
    }
    expect(new Set(sent()).size).toBe(90);
    expect(sent()).toHaveLength(90);
    expect(await readReplay(key, { runs })).toMatchObject({ status: 'done', counts: { found: 90, sent: 90 } });
    for (const [n, ms] of at.entries()) expect(ms).toBeGreaterThanOrEqual(n * 1000);
  });

  it('is continued by one of two callers', async () => {
    const { deliver, begin, sent, time, ...ports } = world();
    for (let n = 0; n < 30; n++) await deliver(`${n}`, 10, 'failed');
    const key = await begin({ ratePerSecond: 100 });
    const unlimited = { remainingMs: () => 55_000 };
    await time.pass(
      Promise.all([1, 2].map(() => continueReplay(key, unlimited, { ...ports, clock: time, sleep: time.sleep }))),
    );
    expect(sent()).toHaveLength(30);
  });

  it('repeats a page whose progress was not stored, after the lease', async () => {
    const { deliver, begin, go, sent, time, runs, ...ports } = world();
    await deliver('one', 10, 'failed');
    const key = await begin();
    const dying = { ...runs, save: () => Promise.reject(new Error('killed')) };
    const call = continueReplay(key, { remainingMs: () => 55_000 }, { ...ports, runs: dying, clock: time });
    await expect(time.pass(call)).rejects.toThrow('killed');
    await go(key);
    expect(sent()).toEqual(['one']);
    await time.pass(time.sleep(60_000));
    await go(key);
    expect(sent()).toEqual(['one', 'one']);
    expect(await readReplay(key, { runs })).toMatchObject({ status: 'done', counts: { sent: 1 } });
  });

  it('ends when it is stopped, and a stop again says how it ended', async () => {
    const { deliver, begin, go, sent, runs, clock, time } = world();
    for (let n = 0; n < 90; n++) await deliver(`${n}`, 10, 'failed');
    const key = await begin({ ratePerSecond: 1 });
    await go(key);
    const before = sent().length;
    expect(await stopReplay(key, { runs, clock })).toMatchObject({ status: 'stopped', counts: { sent: before } });
    await time.pass(time.sleep(60_000));
    await go(key);
    expect(sent()).toHaveLength(before);
    expect(await stopReplay(key, { runs, clock })).toMatchObject({ status: 'stopped' });
    await expect(stopReplay({ tenant, id: ulid() }, { runs, clock })).rejects.toMatchObject({
      code: 'replay.unknown_run',
    });
  });

  it('fails after ten minutes of failures with the reason, and one that passes is forgotten', async () => {
    const { deliver, begin, time, runs, go, ...ports } = world();
    await deliver('one', 10, 'failed');
    const key = await begin();
    const rows = () => Promise.reject(new Error('throttled'));
    for (let minute = 1; minute <= 10; minute++) {
      expect(await readReplay(key, { runs })).toMatchObject({ status: 'running', failures: minute - 1 });
      const broken = { ...ports, runs, clock: time, listing: { ...ports.listing, rows } };
      await time.pass(continueReplay(key, { remainingMs: () => 55_000 }, broken));
      await time.pass(time.sleep(60_000));
    }
    expect(await readReplay(key, { runs })).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching('throttled'),
    });
    await go(key);
    expect(ports.queue.sent).toEqual([]);
  });

  it('leaves out a disabled endpoint, and counts a record that was changed and what a queue refuses', async () => {
    const off = world({ ...disabled('moves') });
    await off.deliver('held', 10, 'held');
    const held = await off.begin({ state: 'held' });
    await off.go(held);
    expect(off.sent()).toEqual([]);
    expect(await readReplay(held, off)).toMatchObject({ counts: { found: 1, sent: 0, skipped: 1, failed: 0 } });
    const { deliver, begin, go, runs, sent, queue, records } = world();
    const changed = await deliver('changed', 11, 'failed');
    await deliver('refused', 10, 'failed');
    const record = records.store.records.get(changed);
    if (record) records.store.records.set(changed, { ...record, text: record.text.replace('4711', '4712') });
    queue.offer = async (messages) => messages.map(() => 'KmsDisabled');
    const key = await begin();
    await go(key);
    expect(sent()).toEqual([]);
    expect(await readReplay(key, { runs })).toMatchObject({ status: 'done', counts: { found: 2, sent: 0, failed: 2 } });
  });

  it.each([
    { state: 'delivered' },
    { state: 'retrying' },
    { ratePerSecond: 0 },
    { ratePerSecond: 101 },
    { endpoint: 'x' },
    { tenant: '*' },
  ])('is refused as %p', async (request) => {
    await expect(world().begin(request)).rejects.toMatchObject({ code: 'list.request_malformed' });
  });
});
