import type { DeliveryKey } from '../../../shared/domain/delivery/claim';
import { delivered, retry } from '../../../shared/domain/delivery/outcome';
import { BRING_BACK_SECONDS } from '../../../shared/domain/delivery/retry-schedule';
import type { Notification } from '../../../shared/domain/notification/notification';
import { memoryScanProgress } from '../../../shared/memory/memory-open-deliveries';
import { memorySealKeys } from '../../../shared/memory/memory-seal-keys';
import { acceptedEvent } from '../../../shared/ports/ledger';
import type { ScanProgress } from '../../../shared/ports/open-deliveries';
import { onlyFor } from '../../../shared/runtime/message/for-targets';
import { redriven } from '../../../shared/runtime/message/redriven';
import { targetDigest } from '../../../shared/runtime/message/target-digest';
import { LEASE_SECONDS as CHANNEL_LEASE_SECONDS } from '../../../shared/testing/channel-fixture';
import { type DeliveryModel, deliveryModel, type ModelOptions } from '../../../shared/testing/delivery-model';
import { aMessage, aNotification, aSealed, aTenant } from '../../../shared/testing/factories';
import type { PlannedFault } from '../../../shared/testing/fault-injector';
import {
  aClaim,
  aDeferral,
  aKey,
  aParking,
  aSettlement,
  at,
  LEASE_SECONDS,
} from '../../../shared/testing/ledger/ledger-fixtures';
import { PAGES_PER_RUN, PASS_SECONDS, reconcile } from './reconcile';

const enoughTime = { remainingMs: () => 55_000 };
/** Time at which a delivery that was claimed at the start becomes an orphan. */
const ORPHANED = LEASE_SECONDS + BRING_BACK_SECONDS;
/** Deliveries on a page of the ledger in memory. */
const PAGE_SIZE = 10;

/** A sweeper over the model's ledger. */
function reconcilerOf(model: DeliveryModel) {
  const { ledger, audit, clock, log } = model;
  const progress = memoryScanProgress();
  const dependencies = { deliveries: ledger, records: audit, progress, keys: memorySealKeys(), clock, log };
  const run = (overrides = {}, time = enoughTime) => reconcile({ ...dependencies, ...overrides }, time);
  const lines = () => log.lines.filter(({ event }) => /^(orphan|reconcile)_/.test(event));
  return { run, lines, progress };
}

const acceptedOf = (notification: Notification, text = JSON.stringify(notification)) =>
  acceptedEvent(notification, text, new Date(at(0)));

/** Every call crashes after its effect, until SQS dead-letters the message, which an operator deletes. */
async function crashed(options: ModelOptions): Promise<DeliveryModel> {
  const faults: PlannedFault[] = Array.from({ length: 99 }, (_, n) => ({
    call: n + 1,
    kind: 'crash',
    moment: 'after',
  }));
  const model = deliveryModel({ ...options, faults });
  await model.ledger.accept(acceptedOf(model.notification));
  await model.run();
  faults.length = 0;
  model.injector.restart();
  model.queue.deadLetters.length = 0;
  return model;
}

interface Claimed {
  readonly target?: string;
  readonly seconds?: number;
  readonly digest?: string;
}

/** A delivery to ann that was claimed at the start, and whose message is gone. */
async function claimed(
  { target = 'ann', ...claim }: Claimed = {},
  options: ModelOptions = { script: { ann: [delivered()] } },
) {
  const model = deliveryModel(options);
  const { id: notificationId, tenant } = model.notification;
  const key: DeliveryKey = { tenant, notificationId, channel: 'email', target };
  await model.ledger.claim(key, aClaim(claim));
  return { ...model, ...reconcilerOf(model), key };
}

const lineOf = (event: string, { target, ...key }: DeliveryKey, fields = {}) => ({
  level: 'error',
  event,
  fields: { ...key, target: targetDigest(target), state: 'claimed', attempted: 0, ...fields },
});

describe('reconcile', () => {
  it('delivers once, after six hours and not before, what was claimed by a process that died and whose message is gone', async () => {
    const model = await crashed({ script: { ann: [delivered()] } });
    const { run, lines, progress } = reconcilerOf(model);
    const again = async (seconds: number) => {
      model.clock.set(at(CHANNEL_LEASE_SECONDS + BRING_BACK_SECONDS + seconds));
      await run(seconds < 0 && { progress: memoryScanProgress() });
      await model.drain();
    };
    await again(-1);
    expect([model.effects, await model.deliveries(), lines()]).toMatchObject([[], [{ state: 'claimed' }], []]);
    await again(0);
    await again(PASS_SECONDS);
    expect(model.effects).toEqual([{ target: 'ann', outcome: delivered() }]);
    expect(await model.deliveries()).toMatchObject([{ state: 'delivered', attempted: 1 }]);
    const { id: notificationId, tenant } = model.notification;
    expect(lines()).toEqual([lineOf('orphan_adopted', { tenant, notificationId, channel: 'email', target: 'ann' })]);
    expect(await progress.read()).toEqual({ startedAt: model.clock.now().toISOString() });
  });

  it('goes on with the schedule where it was brought back, and fails in the end', async () => {
    const model = await crashed({ script: { ann: [retry('busy')] } });
    model.clock.set(at(ORPHANED));
    await reconcilerOf(model).run();
    await model.drain();
    expect(await model.deliveries()).toMatchObject([{ state: 'failed', attempts: [{ n: 1 }, { n: 2 }, { n: 3 }] }]);
    expect(model.queue.deadLetters).toHaveLength(1);
  });

  it('rebuilds a message that the sweeper removed, and delivers it once', async () => {
    const { run, ledger, log, notification, key, clock, drain, effects, deliveries } = await claimed();
    await ledger.accept(acceptedOf(notification));
    await ledger.settle(key, aSettlement(1, 'retrying'), { ...aParking(1_000), message: aMessage(notification) });
    clock.set(at(1_000));
    await drain();
    expect([effects, await deliveries()]).toMatchObject([[], [{ state: 'retrying' }]]);
    expect(log.lines).toMatchObject([{ event: 'sweep_failed', fields: { error: 'ledger.parked.foreign' } }]);
    clock.set(at(BRING_BACK_SECONDS));
    await run();
    await drain();
    expect(effects).toHaveLength(1);
    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: [{ n: 1 }, { n: 2 }] }]);
  });

  it('brings back the next attempt of a retrying delivery without a message', async () => {
    const { run, ledger, notification, key, clock, drain, effects, deliveries } = await claimed();
    await ledger.settle(key, aSettlement(1, 'retrying'));
    await ledger.accept(acceptedOf(notification));
    clock.set(at(BRING_BACK_SECONDS));
    await run();
    await drain();
    expect(effects).toHaveLength(1);
    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: [{ n: 1 }, { n: 2 }] }]);
  });

  it('brings one of many targets back, and leaves the others alone', async () => {
    const script = { ann: [delivered()], bob: [delivered()] };
    const { run, ledger, notification, clock, drain, effects } = await claimed({}, { script });
    await ledger.accept(acceptedOf(notification));
    clock.set(at(ORPHANED));
    await run();
    await drain();
    expect(effects.map(({ target }) => target)).toEqual(['ann']);
  });

  it('does not change a delivery that is claimed, parked or final', async () => {
    const { run, lines, ledger, notification, key, clock } = await claimed({ seconds: 1 });
    await ledger.accept(acceptedOf(notification));
    const [parked, final] = [
      { ...key, target: 'bob' },
      { ...key, target: 'cyd' },
    ];
    for (const one of [parked, final]) await ledger.claim(one, aClaim());
    await ledger.settle(parked, aDeferral(1), aParking(1_000));
    await ledger.settle(final, aSettlement(1, 'failed'));
    const before = await ledger.history(notification.id);
    clock.set(at(ORPHANED));
    await run();
    expect([await ledger.history(notification.id), lines()]).toEqual([before, []]);
  });

  it.each(['before', 'after'])('makes one chain of attempts where an operator replays it %s that', async (when) => {
    const { run, ledger, notification, clock, queue, drain, effects, deliveries } = await claimed(
      {},
      { script: { ann: [retry('busy')] } },
    );
    await ledger.accept(acceptedOf(notification));
    clock.set(at(ORPHANED));
    const replay = () => queue.send([aSealed(onlyFor(redriven(aMessage(notification), 'replayed'), 'ann'))], 0);
    if (when === 'before') await replay();
    await run();
    if (when === 'after') await replay();
    await drain();
    expect(effects).toHaveLength(3);
    expect(await deliveries()).toMatchObject([{ state: 'failed', attempts: [{ n: 1 }, { n: 2 }, { n: 3 }] }]);
  });

  it('parks it once where two sweepers find it at once', async () => {
    const { run, lines, ledger, notification, key, clock, drain, effects } = await claimed();
    await ledger.accept(acceptedOf(notification));
    clock.set(at(ORPHANED));
    await Promise.all([run(), run()]);
    expect(lines()).toEqual([lineOf('orphan_adopted', key)]);
    await drain();
    expect(effects).toHaveLength(1);
  });

  it('is idempotent where a sweeper dies at any point: the next one repeats its steps', async () => {
    const { run, lines, ledger, notification, key, clock, drain, effects, progress } = await claimed();
    await ledger.accept(acceptedOf(notification));
    clock.set(at(ORPHANED));
    const dies = () => Promise.reject(new Error('died'));
    const adoptAndDie = async (...args: Parameters<typeof ledger.adopt>) => {
      await ledger.adopt(...args);
      return dies();
    };
    await run({ progress: { ...progress, read: dies } });
    await run({ deliveries: { ...ledger, page: dies } });
    await run({ deliveries: { ...ledger, adopt: dies }, progress: { ...progress, save: dies } });
    await run({ deliveries: { ...ledger, adopt: adoptAndDie }, progress: { ...progress, save: dies } });
    await run();
    await drain();
    expect(effects).toEqual([{ target: 'ann', outcome: delivered() }]);
    expect(lines().map(({ event }) => event)).toEqual(Array(6).fill('reconcile_failed'));
    expect((await ledger.history(key.notificationId)).deliveries).toMatchObject([{ state: 'delivered' }]);
  });
});

describe('reconcile of an orphan whose message cannot be rebuilt', () => {
  const other = aNotification();
  const digest = 'of what was claimed';

  it.each<[string, (of: Notification) => ReturnType<typeof acceptedOf> | undefined, string, Claimed?]>([
    ['has no record', () => undefined, 'nothing was accepted under its id'],
    [
      'is of another tenant than the record',
      ({ id }) => acceptedOf({ ...other, id }),
      'its id was accepted for another tenant',
    ],
    [
      'was claimed for other content than was accepted',
      (of) => acceptedOf(of),
      'other content was accepted under its id',
      { digest },
    ],
    ['has no target', (of) => acceptedOf(of), 'it has no target that a message could name', { target: '' }],
    [
      'has a record that names another id',
      (of) => acceptedOf(of, JSON.stringify({ ...of, id: other.id })),
      'the record is malformed: ledger.record.foreign',
    ],
    [
      'has a record that is no notification',
      (of) => acceptedOf(of, JSON.stringify({ ...of, channels: undefined, type: 'No Type' })),
      'the record is malformed: notification.type.malformed notification.channels.missing',
    ],
  ])('says so in each pass of what %s, and leaves it', async (_what, recordOf, reason, claim = {}) => {
    const { run, lines, ledger, notification, key, clock, deliveries } = await claimed(claim);
    const record = recordOf(notification);
    if (record) await ledger.accept(record);
    const before = await deliveries();
    clock.set(at(ORPHANED));
    await run();
    await run();
    clock.advanceSeconds(PASS_SECONDS);
    await run();
    expect(lines()).toEqual(Array(2).fill(lineOf('orphan_unrecoverable', key, { reason })));
    expect(await deliveries()).toEqual(before);
  });

  it('brings it back once its notification is accepted after all', async () => {
    const { run, ledger, notification, clock, drain, effects } = await claimed();
    clock.set(at(ORPHANED));
    await run();
    await ledger.accept(acceptedOf(notification));
    clock.advanceSeconds(PASS_SECONDS);
    await run();
    await drain();
    expect(effects).toHaveLength(1);
  });
});

describe('reconcile of a large ledger', () => {
  /** The given number of pages of deliveries, each unrecoverable, so that each leaves a log line. */
  async function ofPages(pages: number) {
    const model = deliveryModel({ script: {} });
    const keys = Array.from({ length: pages * PAGE_SIZE }, () => aKey({ target: 'ann', tenant: aTenant() }));
    for (const key of keys) await model.ledger.claim(key, aClaim());
    model.clock.set(at(ORPHANED));
    const reconciler = reconcilerOf(model);
    const met = () => reconciler.lines().map(({ fields }) => String(fields.notificationId));
    const ids = keys.map(({ notificationId }) => notificationId).toSorted();
    return { ...model, ...reconciler, met, ids };
  }

  it('reads a fixed number of pages in each run, all of them in the end, and begins the next pass', async () => {
    const { run, clock, met, ids } = await ofPages(PAGES_PER_RUN + 1);
    await run();
    expect(met()).toHaveLength(PAGES_PER_RUN * PAGE_SIZE);
    clock.advanceSeconds(60);
    await run();
    expect(met().toSorted()).toEqual(ids);
    clock.set(at(ORPHANED + PASS_SECONDS - 1));
    await run();
    expect(met()).toHaveLength(ids.length);
    clock.advanceSeconds(1);
    await run();
    expect(met()).toHaveLength(ids.length + PAGES_PER_RUN * PAGE_SIZE);
  });

  it('begins the next pass at once where one took longer than the pause between them', async () => {
    const { run, clock, met, ids } = await ofPages(PAGES_PER_RUN + 1);
    await run();
    clock.advanceSeconds(2 * PASS_SECONDS);
    await run();
    await run();
    expect(met()).toHaveLength(ids.length + PAGES_PER_RUN * PAGE_SIZE);
  });

  it('continues after items that have expired since', async () => {
    const { run, progress, met, ids } = await ofPages(2);
    const between = `${ids[PAGE_SIZE - 1]} D#email#zoe`;
    await progress.save({ startedAt: at(0), after: between });
    await run();
    expect(met().toSorted()).toEqual(ids.slice(PAGE_SIZE));
  });

  it('begins a pass where the last one began in the future, by a clock that was wrong', async () => {
    const { run, progress, met } = await ofPages(1);
    await progress.save({ startedAt: at(10 * ORPHANED) });
    await run();
    expect(met()).toHaveLength(PAGE_SIZE);
  });

  it('reads nothing where the sweep has left it no time', async () => {
    const { run, met, progress } = await ofPages(1);
    await run({}, { remainingMs: () => 24_999 });
    expect([met(), await progress.read()]).toEqual([[], undefined]);
  });

  it('stops within a page when its time is up, and reads that page again', async () => {
    const { run, met, ids, progress } = await ofPages(2);
    const times = [...Array(PAGE_SIZE + 5).fill(28_000), 27_999];
    await run({}, { remainingMs: () => times.shift() ?? 0 });
    const saved: ScanProgress | undefined = await progress.read();
    expect(saved).toEqual({ startedAt: at(ORPHANED), after: expect.stringContaining(ids[PAGE_SIZE - 1] ?? '') });
    expect(met().length).toBeLessThan(2 * PAGE_SIZE);
    await run();
    expect(new Set(met())).toEqual(new Set(ids));
  });

  it('goes on with the others where one cannot be adopted, and meets it again in the next pass', async () => {
    const { run, lines, met, ids, clock, audit } = await ofPages(2);
    const records = (wanted: readonly string[]) =>
      wanted.includes(ids[0] ?? '') ? Promise.reject(new Error('throttled')) : audit.records(wanted);
    await run({ records: { records } });
    const failed = lines().filter(({ event }) => event === 'reconcile_failed');
    expect(failed).toMatchObject([{ fields: { notificationId: ids[0], error: 'Error: throttled' } }]);
    expect(met().toSorted()).toEqual(ids);
    clock.advanceSeconds(PASS_SECONDS);
    await run();
    expect(lines().filter(({ event }) => event === 'orphan_unrecoverable')).toHaveLength(2 * ids.length - 1);
  });
});
