import type { Delivery, DeliveryState } from './claim';
import { isOrphan, orphanedSince } from './orphan';

const AT = '2026-11-23T09:30:00.000Z';
const EARLIER = '2026-11-23T09:00:00.000Z';
const aDelivery = (overrides: Partial<Delivery>): Delivery => ({
  tenant: 'acme',
  notificationId: '01JDCQ7Z3K9V5N8X2M4T6R0WYA',
  channel: 'email',
  target: 'ann@example.com',
  state: 'retrying',
  attempted: 1,
  attempts: [],
  ...overrides,
});
const attempts = [{ n: 1, at: EARLIER, outcome: 'retry', durationMs: 1 }] as const;

it.each<[string, Partial<Delivery>, string]>([
  ['a claim, when its lease ends', { state: 'claimed', leaseUntil: AT }, AT],
  ['a claim of what is parked, when both are over', { state: 'claimed', leaseUntil: EARLIER, dueAt: AT }, AT],
  ['what is parked, when it is due', { dueAt: AT, attempts }, AT],
  ['what is neither, since its last attempt', { attempts }, EARLIER],
  ['what has nothing at all', {}, ''],
])('no worker or message is known for %s', (_, delivery, expected) => {
  expect(orphanedSince(aDelivery(delivery))).toBe(expected);
});

it.each<DeliveryState>(['delivered', 'sent', 'failed', 'rejected', 'suppressed'])(
  'nothing comes back for what is %s, nor need it',
  (state) => {
    const delivery = aDelivery({ state, dueAt: EARLIER });
    expect([orphanedSince(delivery), isOrphan(delivery, new Date(AT), 0)]).toEqual([undefined, false]);
  },
);

it('a delivery is an orphan once the grace period for its message is over', () => {
  const claimed = aDelivery({ state: 'claimed', leaseUntil: AT });
  const after = (seconds: number) => isOrphan(claimed, new Date(Date.parse(AT) + seconds * 1000), 60);
  expect([after(-1), after(0), after(59), after(60)]).toEqual([false, false, false, true]);
  expect(isOrphan(aDelivery({}), new Date(AT), 60)).toBe(true);
});
