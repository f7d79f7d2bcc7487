import { addressDigest, erasedAddress } from '../../domain/audit-chain/address-digest';
import { memoryErasure } from '../../memory/memory-erasure';
import { anEvent } from '../../testing/ledger/ledger-fixtures';
import { eraseAddress } from './erase-address';

const digest = addressDigest(new Uint8Array(32));
const erased = erasedAddress('ann@example.com', digest);
const what = { address: 'ann@example.com', dryRun: false };
const aRecord = (overrides = {}) => {
  const { id: pk, ...event } = anEvent(overrides);
  return { pk, sk: 'E', ...event };
};
const aDelivery = (pk: string, target: string) => ({ pk, sk: `D#email#${target}`, target, state: 'sent', digest: 'd' });

it('continues after notifications that fail, and lists them with their reasons', async () => {
  const [unreadable, changed, refused, good] = [aRecord(), aRecord(), aRecord(), aRecord()] as const;
  const erasure = memoryErasure(unreadable, changed, refused, good);
  erasure.store.unreadable.add(unreadable.pk);
  const failures = new Map([
    [changed.pk, 'changed'],
    [refused.pk, 'refused'],
  ] as const);
  const apply: typeof erasure.apply = async (changes, read) =>
    failures.get(changes[0]?.put.pk ?? '') ?? erasure.apply(changes, read);
  expect(await eraseAddress(what, { erasure: { ...erasure, apply }, digest })).toEqual({
    searched: 4,
    notifications: [good.pk],
    deliveries: 0,
    open: [],
    mentioned: [],
    preferences: 0,
    failed: [{ id: unreadable.pk, reason: 'unreadable' }, ...[...failures].map(([id, reason]) => ({ id, reason }))],
  });
});

it('throws errors that concern more than one notification', async () => {
  const erasure = { ...memoryErasure(aRecord()), apply: async () => Promise.reject(new Error('access denied')) };
  await expect(eraseAddress(what, { erasure, digest })).rejects.toThrow('access denied');
});

it('reports in a dry run what it would erase, and changes nothing', async () => {
  const record = aRecord();
  const delivery = aDelivery(record.pk, 'ann@example.com');
  const erasure = memoryErasure(record, delivery);
  expect(await eraseAddress({ ...what, dryRun: true }, { erasure, digest })).toEqual({
    searched: 1,
    notifications: [record.pk],
    deliveries: 1,
    open: [],
    mentioned: [],
    failed: [],
    preferences: 0,
  });
  expect([...erasure.store.items.values()]).toEqual([record, delivery]);
});

it('erases from one tenant only', async () => {
  const [theirs, others] = [aRecord({ tenant: 'acme' }), aRecord({ tenant: 'other' })];
  const { notifications } = await eraseAddress(
    { ...what, tenant: 'acme' },
    { erasure: memoryErasure(theirs, others), digest },
  );
  expect(notifications).toEqual([theirs.pk]);
});

it('completes an erasure that failed after its first transaction', async () => {
  const record = aRecord();
  const deliveries = Array.from({ length: 120 }, (_, n) =>
    aDelivery(record.pk, `${String(n).padStart(3, '0')}@x.example`),
  );
  const anns = aDelivery(record.pk, 'ann@example.com');
  const erasure = memoryErasure(record, anns, ...deliveries);
  const somebodyWrites: typeof erasure.apply = async (changes, read) => {
    erasure.store.items.set(`${record.pk} E`, { ...record, seq: 2 });
    return erasure.apply(changes, read);
  };
  const first = await eraseAddress(what, { erasure: { ...erasure, apply: somebodyWrites }, digest });
  const left = [...erasure.store.items.values()].filter((item) => 'digest' in item);
  expect([first.failed, left.length]).toEqual([[{ id: record.pk, reason: 'changed' }], 98]);
  // A delivery is moved in one transaction with its record, so that the notification is not delivered again in between.
  expect(left).toContainEqual(anns);
  const { notifications, failed } = await eraseAddress(what, { erasure, digest });
  const after = JSON.stringify([...erasure.store.items.values()]);
  expect([notifications, failed, after.includes('ann@example.com')]).toEqual([[record.pk], [], false]);
  expect([after.includes('"digest"'), after.split(`D#email#${erased}`).length]).toEqual([false, 2]);
});

it('is refused for a tenant without any recorded notification', async () => {
  const erasing = eraseAddress({ ...what, tenant: 'amce' }, { erasure: memoryErasure(aRecord()), digest });
  await expect(erasing).rejects.toMatchObject({
    code: 'cli.unknown_tenant',
    message: "nothing is recorded of tenant 'amce'",
    fix: 'check the name: a tenant is known once its first notification was recorded',
  });
});
