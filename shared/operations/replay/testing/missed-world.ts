import { appendRecords } from '../../../../handlers/functions/audit-chain/append-records';
import type { DeliveryState, Settlement } from '../../../domain/delivery/claim';
import type { Notification } from '../../../domain/notification/notification';
import type { MemoryAudit } from '../../../memory/memory-audit';
import type { MemoryChannelQueue } from '../../../memory/memory-channel-queue';
import type { Ledger } from '../../../memory/memory-ledger';
import { acceptedEvent } from '../../../ports/ledger';
import { aNotification, anEndpoint } from '../../../testing/factories';
import { chainPorts, recordInChain } from '../../../testing/record-in-chain';
import type { TestClock } from '../../../testing/test-clock';

/** RFC 3339, UTC: 09:30 on a day of November 2026. */
export const day = (date: number) => `2026-11-${String(date).padStart(2, '0')}T09:30:00.000Z`;

export const endpoint = anEndpoint({ tenant: 'demo', id: 'ep_1', types: ['order.*'], createdAt: day(2) });

interface Memory {
  readonly audit: MemoryAudit;
  readonly ledger: Ledger;
  readonly queue: MemoryChannelQueue;
}

const wanted = (overrides: Partial<Notification> = {}) =>
  aNotification({ tenant: 'demo', type: 'order.shipped', channels: 'webhook,email', ...overrides });

/** Fixture of accepted notifications of the endpoint's tenant, addressed by names. */
export function missedWorld({ audit, ledger, queue }: Memory) {
  const names = new Map<string, string>();
  /** Records a notification that was accepted on that day, and optionally its delivery to the endpoint. */
  const accepted = async (
    name: string,
    date: number | string,
    delivery?: DeliveryState,
    overrides: Partial<Notification> = {},
  ) => {
    const notification = wanted(overrides);
    const moment = typeof date === 'string' ? date : day(date);
    names.set(notification.id, name);
    const event = acceptedEvent(notification, JSON.stringify(notification), new Date(moment));
    await recordInChain([event], audit);
    if (delivery) await settled(ledger, notification, moment, delivery);
    return notification;
  };
  /** Records a notification that `audit-chain` has not linked yet. */
  const recordedAt = async (acceptedAt: string, tenant = 'demo') => {
    const notification = wanted({ tenant });
    await audit.accept(acceptedEvent(notification, JSON.stringify(notification), new Date(acceptedAt)));
    names.set(notification.id, `recorded at ${acceptedAt}`);
  };
  const nameOf = (id: string) => names.get(id) ?? id;
  const sent = () =>
    queue.sent.map(({ message }) => [
      nameOf(JSON.parse(message.body).id),
      message.attributes.carillononly?.StringValue,
    ]);
  return { accepted, recordedAt, sent };
}

/** Advances the clock and links all recorded notifications. */
export async function linkAll({ audit }: Pick<Memory, 'audit'>, clock: TestClock): Promise<void> {
  clock.advanceSeconds(60);
  await appendRecords('demo', audit.stream.splice(0), chainPorts(audit, clock.now().toISOString()));
}

async function settled(ledger: Ledger, { id, tenant }: Notification, at: string, state: DeliveryState) {
  const key = { tenant, notificationId: id, channel: 'webhook', target: 'ep_1' };
  const leaseUntil = new Date(Date.parse(at) + 86_400_000).toISOString();
  await ledger.claim(key, { attempt: 1, now: at, leaseUntil, leaseLimit: leaseUntil });
  if (state === 'claimed') return;
  const attempt = { n: 1, at, outcome: 'retry', durationMs: 1 } as const;
  await ledger.settle(key, { n: 1, state: state as Settlement['state'], lease: leaseUntil, attempt });
}
