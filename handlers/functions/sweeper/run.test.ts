import { BRING_BACK_SECONDS } from '../../../shared/domain/delivery/retry-schedule';
import { memoryAudit } from '../../../shared/memory/memory-audit';
import { memoryChannelQueue } from '../../../shared/memory/memory-channel-queue';
import { memoryLedger } from '../../../shared/memory/memory-ledger';
import { memoryScanProgress } from '../../../shared/memory/memory-open-deliveries';
import { memorySealKeys } from '../../../shared/memory/memory-seal-keys';
import { acceptedEvent } from '../../../shared/ports/ledger';
import { aNotification } from '../../../shared/testing/factories';
import {
  aClaim,
  aKey,
  aParkingOf,
  aSettlement,
  at,
  LEASE_SECONDS,
} from '../../../shared/testing/ledger/ledger-fixtures';
import { recordingLogger } from '../../../shared/testing/recording-logger';
import { TestClock } from '../../../shared/testing/test-clock';
import { run } from './run';

const NOW = at(LEASE_SECONDS + BRING_BACK_SECONDS);

/** A ledger with one delivery that is due, and one that is an orphan. */
async function sweeper() {
  const audit = memoryAudit();
  const ledger = memoryLedger(audit);
  const notification = aNotification();
  const { id: notificationId, tenant } = notification;
  const [due, orphan] = [aKey(), aKey({ notificationId, tenant })];
  for (const key of [due, orphan]) await ledger.claim(key, aClaim());
  await ledger.settle(due, aSettlement(1, 'retrying'), aParkingOf(due, 1_000));
  await ledger.accept(acceptedEvent(notification, JSON.stringify(notification), new Date(at(0))));
  const dependencies = {
    parked: ledger,
    deliveries: ledger,
    records: audit,
    progress: memoryScanProgress(),
    queues: { email: memoryChannelQueue() },
    keys: memorySealKeys(),
    clock: new TestClock(NOW),
    log: recordingLogger(),
  };
  const orphanDueAt = async () => (await ledger.history(notificationId)).deliveries[0]?.dueAt;
  const runWith = (overrides = {}, remainingMs = () => 55_000) =>
    run({ ...dependencies, ...overrides }, { remainingMs });
  return { ...dependencies, ledger, runWith, orphanDueAt };
}

describe('a run of the sweeper', () => {
  it('sends due messages, then adopts an orphan, which the next run sends', async () => {
    const { runWith, queues, orphanDueAt } = await sweeper();
    expect([await runWith(), await orphanDueAt()]).toEqual([1, NOW]);
    expect([await runWith(), queues.email.sent.length]).toEqual([1, 2]);
  });

  it('scans for orphans only after all due messages are sent', async () => {
    const { runWith, queues, ledger } = await sweeper();
    const sentBefore: number[] = [];
    const page = (...args: Parameters<typeof ledger.page>) => {
      sentBefore.push(queues.email.sent.length);
      return ledger.page(...args);
    };
    await runWith({ deliveries: { ...ledger, page } });
    expect(sentBefore).toEqual([1]);
  });

  it('leaves orphans to the next run if sending due messages takes long', async () => {
    const { runWith, orphanDueAt } = await sweeper();
    expect([await runWith({}, () => 20_000), await orphanDueAt()]).toEqual([1, undefined]);
  });

  it('sends due messages even if the ledger cannot be scanned', async () => {
    const { runWith, ledger, log } = await sweeper();
    const page = () => Promise.reject(new Error('throttled'));
    expect(await runWith({ deliveries: { ...ledger, page } })).toBe(1);
    expect(log.lines).toEqual([{ level: 'error', event: 'reconcile_failed', fields: { error: 'Error: throttled' } }]);
  });

  it('adopts an orphan though the sweep fails, which still fails the run', async () => {
    const { runWith, orphanDueAt } = await sweeper();
    const queues = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('a bug');
        },
      },
    );
    await expect(runWith({ queues })).rejects.toThrow('a bug');
    expect(await orphanDueAt()).toBe(NOW);
  });
});
