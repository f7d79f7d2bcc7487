import { type DeliveryOutcome, deferred, delivered } from '../../../shared/domain/delivery/outcome';
import { BRING_BACK_SECONDS } from '../../../shared/domain/delivery/retry-schedule';
import { memoryAudit } from '../../../shared/memory/memory-audit';
import { sourceQueueOf } from '../../../shared/memory/memory-channel-queue';
import { memoryLedger } from '../../../shared/memory/memory-ledger';
import { memoryScanProgress } from '../../../shared/memory/memory-open-deliveries';
import { memorySealKeys } from '../../../shared/memory/memory-seal-keys';
import { acceptedEvent } from '../../../shared/ports/ledger';
import { createChannelHandler } from '../../../shared/runtime/channel-handler';
import { claimAndAttempt } from '../../../shared/runtime/claim-and-attempt';
import type { DeliveredEvent } from '../../../shared/runtime/delivered-event';
import { fanOut } from '../../../shared/runtime/fan-out';
import { onlyFor } from '../../../shared/runtime/message/for-targets';
import { redriven } from '../../../shared/runtime/message/redriven';
import { sealedLedger, sealedQueue } from '../../../shared/runtime/message/sealed-queue';
import { sweep } from '../../../shared/runtime/sweep/sweep';
import { channelFixture, LEASE_SECONDS } from '../../../shared/testing/channel-fixture';
import { aMessage, aNotification, aRecord } from '../../../shared/testing/factories';
import { aClaim, aParking, aSettlement, at } from '../../../shared/testing/ledger/ledger-fixtures';
import { reconcile } from './reconcile';

const notification = aNotification();
const key = { tenant: notification.tenant, notificationId: notification.id, channel: 'email', target: 'ann' };
const accepted = acceptedEvent(notification, JSON.stringify(notification), new Date(at(0)));
const enoughTime = { remainingMs: () => 55_000 };

interface Behaviour {
  admit?(): DeliveryOutcome | undefined;
  deliver?(): DeliveryOutcome;
}

/** A channel whose queue is drained, swept and reconciled by hand, with a delivery whose first attempt has failed. */
async function afterOneAttempt(
  { admit, deliver = () => delivered() }: Behaviour,
  parking?: ReturnType<typeof aParking>,
) {
  const audit = memoryAudit();
  const ledger = memoryLedger(audit);
  const { dependencies, queue, clock, log } = channelFixture({ ledger, contents: ledger });
  const keys = memorySealKeys();
  const sealing = { channel: 'email', keys };
  const sealed = sealedQueue(queue, sealing);
  const channel = {
    expand: async () => ({ kind: 'targets', targets: [{ key: 'ann' }] }) as const,
    body: ({ id, tenant, type }: DeliveredEvent) => JSON.stringify({ id, tenant, type }),
    admit: async () => admit?.() as never,
    deliver: async () => deliver(),
  };
  const all = { ...dependencies, queue: sealed, ledger: sealedLedger(ledger, sealing) };
  const handler = createChannelHandler(all, fanOut(channel, all));
  let handled = 0;
  const drain = async () => {
    for (let next = queue.sent[handled]; next !== undefined; next = queue.sent[handled]) {
      handled++;
      clock.advanceSeconds(next.delaySeconds);
      await handler({ Records: [aRecord(next.message, { sentAt: clock.now() })] });
    }
  };
  const parts = {
    parked: ledger,
    deliveries: ledger,
    records: audit,
    progress: memoryScanProgress(),
    keys,
    clock,
    log,
  };
  await ledger.accept(accepted);
  await ledger.claim(key, aClaim());
  await ledger.settle(key, aSettlement(1, 'retrying'), parking);
  return {
    clock,
    drain,
    sealed,
    all,
    reconcile: () => reconcile(parts, enoughTime),
    sweep: () => sweep({ ...parts, queues: { email: sourceQueueOf(sealed.send) } }, enoughTime),
    state: async () => (await ledger.history(notification.id)).deliveries[0]?.state,
  };
}

/** Finds an orphan, and brings it back every six hours, for the given number of rounds. */
async function bringBack(world: Awaited<ReturnType<typeof afterOneAttempt>>, rounds: number) {
  world.clock.set(at(BRING_BACK_SECONDS + 100));
  await world.reconcile();
  for (let round = 0; round < rounds; round++) {
    await world.sweep();
    await world.drain();
    world.clock.advanceSeconds(BRING_BACK_SECONDS);
  }
}

describe('the attempt that is granted is the one that the next message asks for', () => {
  it('so that an orphan whose turn has not come is delivered in its turn', async () => {
    let asked = 0;
    const world = await afterOneAttempt({ admit: () => (asked++ === 0 ? deferred('not its turn', 20) : undefined) });
    await bringBack(world, 1);
    expect([asked, await world.state()]).toEqual([2, 'delivered']);
  });

  it('and an orphan whose turn never comes fails', async () => {
    const world = await afterOneAttempt({ admit: () => deferred('not its turn', 20) });
    await bringBack(world, 14);
    expect(await world.state()).toBe('failed');
  });

  it('and a replay that the receiver defers for a moment goes on after it', async () => {
    let tries = 0;
    const world = await afterOneAttempt(
      { deliver: () => (tries++ === 0 ? deferred('throttled', 5) : delivered()) },
      aParking(7_000),
    );
    world.clock.set(at(7_000));
    await world.sealed.send([redriven(onlyFor(aMessage(notification), 'ann'), 'replayed')], 0);
    await world.drain();
    expect([tries, await world.state()]).toEqual([2, 'delivered']);
  });
});

test('a claim that its process sends an hour late, because it was frozen, takes over none that is held', async () => {
  const { all } = await afterOneAttempt({});
  const request = { key, attempt: 2, attemptSeconds: 20 };
  const attempt = (now: string, effect: () => Promise<DeliveryOutcome>) =>
    claimAndAttempt(request, effect, { ...all, clock: { now: () => new Date(now) } });
  const late: unknown[] = [];
  await attempt(at(4_000), async () => {
    late.push(await attempt(at(0), async () => delivered()));
    return delivered();
  });
  expect(late).toEqual([{ kind: 'leased', until: at(4_000 + LEASE_SECONDS) }]);
});
