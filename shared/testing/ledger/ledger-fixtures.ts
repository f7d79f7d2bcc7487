import { ulid } from 'ulid';
import type { Attempt, DeliveryKey } from '../../domain/claim';
import type { AcceptedEvent, Claim } from '../../ports/ledger';
import { aNotification, aTenant } from '../factories';

/** How many come at once in a race. */
export const CLAIMANTS = 20;
export const LEASE_SECONDS = 60;
const START = Date.parse('2026-11-23T09:30:00Z');

/** A moment this long after the start. */
export const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

export const aKey = (overrides: Partial<DeliveryKey> = {}): DeliveryKey => ({
  tenant: aTenant(),
  notificationId: ulid(),
  channel: 'email',
  target: 'ann@example.com',
  ...overrides,
});

interface ClaimOverrides {
  readonly attempt?: number;
  readonly seconds?: number;
  readonly reopen?: boolean;
}

export const aClaim = ({ attempt = 1, seconds = 0, reopen = false }: ClaimOverrides = {}): Claim => ({
  attempt,
  reopen,
  now: at(seconds),
  leaseUntil: at(seconds + LEASE_SECONDS),
});

export const anAttempt = (n: number, outcome: Attempt['outcome'], seconds = 0): Attempt => ({
  n,
  at: at(seconds),
  outcome,
  reason: `${outcome} for a reason`,
  durationMs: 12,
});

/** A notification as it is accepted; `content` goes into its text. */
export function anEvent({
  content = {},
  ...overrides
}: Partial<AcceptedEvent> & { content?: object } = {}): AcceptedEvent {
  const { id, tenant, type, ...rest } = aNotification({ data: { order: '4711 – schön 🎉' }, ...overrides, ...content });
  const text = JSON.stringify({ id, tenant, type, ...rest });
  return { id, tenant, type, text, acceptedAt: at(0), ...overrides };
}
