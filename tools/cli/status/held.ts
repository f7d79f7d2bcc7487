import { wantsType } from '../../../handlers/webhook/endpoint-types';
import type { Endpoint } from '../../../shared/ports/endpoints';
import type { AcceptedEvent, NotificationHistory } from '../../../shared/ports/ledger';
import type { HeldDelivery } from './held-delivery';
import { ofOwner } from './owner';
import { reaches } from './standing';

const CHANNEL = 'webhook';

/**
 * The history with what endpoints have missed. Nothing is written of it when it happens: an endpoint may stay disabled for
 * months, and everything that is needed to deliver later is in the ledger anyway.
 *
 * @param endpoints of the tenant who owns the notification
 */
export function withHeld<History extends NotificationHistory>(
  history: History,
  endpoints: Iterable<Endpoint>,
): History {
  const { event, deliveries } = ofOwner(history);
  // Until the channel has recorded anything, the notification may still be on its way.
  if (event === undefined || deliveries.every(({ channel }) => channel !== CHANNEL)) return history;
  const missing = [...endpoints].filter(
    ({ id }) => !deliveries.some(({ channel, target }) => channel === CHANNEL && target === id),
  );
  return { ...history, deliveries: [...history.deliveries, ...missing.flatMap((one) => heldBy(one, event))] };
}

function heldBy(endpoint: Endpoint, event: AcceptedEvent): HeldDelivery[] {
  if (!hadMissed(endpoint, event)) return [];
  const { id: target, tenant, state } = endpoint;
  const heldBecause = state.enabled
    ? `its endpoint was disabled when it came, and is enabled since ${state.since}`
    : `its endpoint is disabled since ${state.since}: ${state.reason ?? 'no reason is given'}`;
  const key = { tenant, notificationId: event.id, channel: CHANNEL, target };
  return [{ ...key, state: 'held', attempted: 0, attempts: [], heldBecause }];
}

/** It was there, wants the type, and took nothing then. */
const hadMissed = ({ createdAt, types, state }: Endpoint, event: AcceptedEvent): boolean =>
  createdAt <= event.acceptedAt &&
  (!state.enabled || event.acceptedAt < state.since) &&
  wantsType(types, event.type) &&
  reaches(event, CHANNEL);
