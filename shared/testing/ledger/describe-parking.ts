import { ulid } from 'ulid';
import { PARK_SHARDS, parkShard } from '../../domain/delivery/park-shard';
import type { Ledger } from '../../memory/memory-ledger';
import type { ParkedDelivery } from '../../ports/ledger';
import { aClaim, aDeferral, aKey, aParking, aSettlement, at, CLAIMANTS, IN_A_CENTURY } from './ledger-fixtures';

const SOON = IN_A_CENTURY;
const LATER = SOON + 3_000;
const LATE = SOON + 8_000;

/** All due deliveries of one notification, on all shards. */
async function dueOf(ledger: Ledger, notificationId: string, now: string): Promise<readonly ParkedDelivery[]> {
  const due: ParkedDelivery[] = [];
  for (let shard = 0; shard < PARK_SHARDS; shard++) {
    for await (const page of ledger.due('email', shard, now)) {
      due.push(...page.filter(({ key }) => key.notificationId === notificationId));
    }
  }
  return due;
}

/** Number of due deliveries on all shards, for channels not in this list. */
async function othersOf(ledger: Ledger, channels: readonly string[], now: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (let shard = 0; shard < PARK_SHARDS; shard++) {
    for (const [channel, count] of await ledger.dueOfOthers(channels, shard, now))
      counts.set(channel, (counts.get(channel) ?? 0) + count);
  }
  return counts;
}

/** Contract: deliveries that wait longer than a queue can delay. */
export function describeParking(makeLedger: () => Ledger): void {
  async function aParked(seconds = SOON) {
    const ledger = makeLedger();
    const key = aKey();
    const parking = aParking(seconds);
    await ledger.claim(key, aClaim());
    await ledger.settle(key, aSettlement(1, 'retrying'), parking);
    const due = (now: number) => dueOf(ledger, key.notificationId, at(now));
    return { ledger, key, parking, due };
  }

  it('keeps the message until it is due, and shows when that is', async () => {
    const { ledger, key, parking, due } = await aParked();
    expect([await due(SOON - 1), await due(SOON)]).toEqual([[], [{ key, ...parking, attempted: 1 }]]);
    const { deliveries } = await ledger.history(key.notificationId);
    const attempts = [aSettlement(1, 'retrying').attempt];
    expect(deliveries).toEqual([{ ...key, state: 'retrying', attempted: 1, attempts, dueAt: at(SOON) }]);
  });

  it('takes a message out once, and leaves the delivery as it is', async () => {
    const { ledger, key, parking, due } = await aParked();
    const parked = { key, ...parking, attempted: 1 };
    expect(await ledger.unpark({ ...parked, dueAt: at(LATER) })).toBe(false);
    expect([await ledger.unpark(parked), await ledger.unpark(parked), await due(LATE)]).toEqual([true, false, []]);
    const attempts = [aSettlement(1, 'retrying').attempt];
    expect((await ledger.history(key.notificationId)).deliveries).toEqual([
      { ...key, state: 'retrying', attempted: 1, attempts },
    ]);
  });

  it('lists a delivery on its own shard alone', async () => {
    const { ledger, key } = await aParked();
    const elsewhere = (parkShard(key) + 1) % PARK_SHARDS;
    for await (const page of ledger.due(key.channel, elsewhere, at(LATE))) {
      expect(page.filter((one) => one.key.notificationId === key.notificationId)).toEqual([]);
    }
  });

  it('lists a delivery for its own channel alone, and counts it for those that leave its channel out', async () => {
    const ledger = makeLedger();
    // Of its own: the table may have deliveries of a deployed stack, and of another suite that runs at the same time.
    const removed = `sms-${ulid().toLowerCase()}`;
    const parked = [aKey({ channel: 'email' }), aKey({ channel: 'email-2' }), aKey({ channel: removed })];
    for (const key of parked) {
      await ledger.claim(key, aClaim());
      await ledger.settle(key, aSettlement(1, 'retrying'), aParking(SOON));
    }
    const ids = parked.map(({ notificationId }) => notificationId);
    const listed = [];
    for (let shard = 0; shard < PARK_SHARDS; shard++) {
      for await (const page of ledger.due('email', shard, at(SOON))) listed.push(...page.map(({ key }) => key));
    }
    expect(listed.filter(({ notificationId }) => ids.includes(notificationId))).toEqual([parked[0]]);
    const deployed = ['email', 'email-2', 'webhook'];
    const counted = async (seconds: number) =>
      [...(await othersOf(ledger, deployed, at(seconds)))].filter(([name]) => [...deployed, removed].includes(name));
    expect(await counted(SOON)).toEqual([[removed, 1]]);
    expect(await counted(SOON - 1)).toEqual([]);
  });

  it('lists all of many that are due at the same time', async () => {
    const ledger = makeLedger();
    const { notificationId, ...key } = aKey();
    const targets = Array.from({ length: 120 }, (_, n) => `ep_${n}`);
    await Promise.all(
      targets.map(async (target) => {
        await ledger.claim({ ...key, notificationId, target }, aClaim());
        await ledger.settle({ ...key, notificationId, target }, aSettlement(1, 'retrying'), aParking(SOON));
      }),
    );
    const due = await dueOf(ledger, notificationId, at(SOON));
    expect(due.map((one) => one.key.target).toSorted()).toEqual(targets.toSorted());
  });

  it('does not count a deferral as an attempt', async () => {
    const ledger = makeLedger();
    const key = aKey();
    await ledger.claim(key, aClaim());
    await ledger.settle(key, aDeferral(1), aParking(SOON));
    const [delivery] = (await ledger.history(key.notificationId)).deliveries;
    expect(delivery).toMatchObject({ state: 'retrying', attempted: 0, attempts: [] });
    expect(await ledger.claim(key, aClaim({ seconds: SOON }))).toEqual({ kind: 'claimed', attempt: 1 });
  });

  it('grants no claim before its time, for any message', async () => {
    const ledger = makeLedger();
    const key = aKey();
    await ledger.claim(key, aClaim());
    await ledger.settle(key, { ...aSettlement(1, 'retrying'), notBefore: at(5_000) }, aParking(IN_A_CENTURY));
    const claimAt = (seconds: number) => ledger.claim(key, aClaim({ attempt: 2, seconds }));
    expect(await claimAt(4_000)).toEqual({ kind: 'settled', state: 'retrying' });
    expect(await claimAt(4_100)).toEqual({ kind: 'leased', until: at(5_000) });
    expect(await claimAt(5_000)).toEqual({ kind: 'claimed', attempt: 2 });
    await ledger.settle(key, aSettlement(2, 'retrying', 5_000), aParking(IN_A_CENTURY));
    expect(await ledger.claim(key, aClaim({ attempt: 3, seconds: 5_001 }))).toEqual({ kind: 'claimed', attempt: 3 });
  });

  it('keeps it through a claim, because the owner may die and its message may be lost', async () => {
    const { ledger, key, parking, due } = await aParked();
    const claim = aClaim({ attempt: 2, seconds: SOON });
    expect(await ledger.claim(key, claim)).toEqual({ kind: 'claimed', attempt: 2 });
    expect(await due(LATE)).toEqual([{ key, ...parking, attempted: 1 }]);
  });

  it.each(['retrying', 'failed', 'delivered'] as const)('removes it once the next attempt is %s', async (state) => {
    const { ledger, key, due } = await aParked();
    await ledger.claim(key, aClaim({ attempt: 2, seconds: SOON }));
    await ledger.settle(key, aSettlement(2, state, SOON));
    expect(await due(LATE)).toEqual([]);
    const [delivery] = (await ledger.history(key.notificationId)).deliveries;
    expect(delivery).not.toHaveProperty('dueAt');
  });

  it('replaces it by the message of the next attempt', async () => {
    const { ledger, key, due } = await aParked();
    await ledger.claim(key, aClaim({ attempt: 2, seconds: SOON }));
    const next = { ...aParking(LATER), message: { ...aParking(0).message, body: '{"id":"2"}' } };
    await ledger.settle(key, aSettlement(2, 'retrying', SOON), next);
    expect([await due(LATER - 1), await due(LATER)]).toEqual([[], [{ key, ...next, attempted: 2 }]]);
  });

  it('keeps it despite a message for an attempt with a known result', async () => {
    const { ledger, key, due } = await aParked();
    expect(await ledger.claim(key, aClaim({ seconds: SOON }))).toEqual({ kind: 'settled', state: 'retrying' });
    expect(await due(SOON)).toHaveLength(1);
  });

  it('postpones it for one of many concurrent sweepers', async () => {
    const { ledger, due } = await aParked();
    const [parked] = await due(SOON);
    if (!parked) throw new Error('nothing is due');
    const postponed = await Promise.all(Array.from({ length: CLAIMANTS }, () => ledger.postpone(parked, at(LATER))));
    expect(postponed.filter(Boolean)).toHaveLength(1);
    expect([await due(LATER - 1), await due(LATER)]).toEqual([[], [{ ...parked, dueAt: at(LATER) }]]);
  });

  it('does not postpone a delivery that was settled since', async () => {
    const { ledger, key, due } = await aParked();
    const [parked] = await due(SOON);
    if (!parked) throw new Error('nothing is due');
    await ledger.claim(key, aClaim({ attempt: 2, seconds: SOON }));
    await ledger.settle(key, aSettlement(2, 'delivered', SOON));
    expect(await ledger.postpone(parked, at(LATER))).toBe(false);
    expect(await due(LATE)).toEqual([]);
  });
}
