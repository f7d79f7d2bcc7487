import type { Delivery } from '../../domain/delivery/claim';
import type { ChannelManifest } from '../../domain/manifest/channel';
import { isExpired } from '../../domain/notification/expiry';
import type { Notification } from '../../domain/notification/notification';
import { isHeldFor } from '../../domain/webhook/missed-while-disabled';
import type { Endpoint } from '../../ports/endpoints';
import type { AcceptedEvent, NotificationHistory } from '../../ports/ledger';
import type { ExpiredDelivery, HeldDelivery } from './held-delivery';
import { ofOwner } from './owner';
import { reaches } from './standing';
import { isSuperseded } from './superseded';

const CHANNEL = 'webhook';

/**
 * The history, and the held deliveries that it implies. The ledger has no item for them: an endpoint may stay disabled for
 * months, and what a later delivery needs is recorded with the notification.
 *
 * @param endpoints all endpoints of the tenant that owns the notification
 * @param channels all deployed channels
 */
export function withHeld<History extends NotificationHistory>(
  history: History,
  endpoints: Iterable<Endpoint>,
  now: Date,
  channels: readonly ChannelManifest[],
): History {
  const { event, deliveries } = ofOwner(history);
  const own = deliveries.filter(({ channel }) => channel === CHANNEL);
  // Before the channel's first item the notification may still be in its queue; a refused one is held for no endpoint.
  if (event === undefined || own.length === 0 || own.some((one) => isRefusal(one, own))) return history;
  if (isOver(event, now)) return { ...history, deliveries: history.deliveries.map(expired) };
  const missing = [...endpoints].filter(({ id }) => !own.some(({ target }) => target === id));
  return { ...history, deliveries: [...history.deliveries, ...missing.flatMap((one) => heldBy(one, event, channels))] };
}

const expired = (delivery: Delivery): Delivery | ExpiredDelivery =>
  delivery.state === 'held' ? { ...delivery, state: 'held', isExpired: true } : delivery;

const isRefusal = (delivery: Delivery, own: readonly Delivery[]): boolean =>
  delivery.target === '' && delivery.state === 'rejected' && !isSuperseded(delivery, own);

/** An expired notification is not delivered any more. */
const isOver = ({ text }: AcceptedEvent, now: Date): boolean => isExpired(JSON.parse(text) as Notification, now);

function heldBy(endpoint: Endpoint, event: AcceptedEvent, channels: readonly ChannelManifest[]): HeldDelivery[] {
  if (!isHeldFor(endpoint, event) || !reaches(event, CHANNEL, channels)) return [];
  const { id: target, tenant, state } = endpoint;
  const heldBecause = state.enabled
    ? `its endpoint was disabled until ${state.since} and has not got it, unless it waits for its turn`
    : `its endpoint is disabled since ${state.since}: ${state.reason ?? 'no reason is given'}`;
  const key = { tenant, notificationId: event.id, channel: CHANNEL, target };
  return [{ ...key, state: 'held', attempted: 0, attempts: [], heldBecause }];
}
