import type { Delivery } from '../../domain/delivery/claim';
import type { ChannelManifest } from '../../domain/manifest/channel';
import { isExpired } from '../../domain/notification/expiry';
import type { Notification } from '../../domain/notification/notification';
import { KNOWN_AFTER_SECONDS, mayHaveMissed } from '../../domain/webhook/missed-while-disabled';
import type { Endpoint, EndpointState } from '../../ports/endpoints';
import type { AcceptedEvent, NotificationHistory } from '../../ports/ledger';
import type { ExpiredDelivery, HeldDelivery } from './held-delivery';
import { ofOwner } from './owner';
import { reaches } from './standing';
import { isSuperseded } from './superseded';

const CHANNEL = 'webhook';

/**
 * The history with what endpoints have missed. Nothing is written of it when it happens: an endpoint may stay disabled for
 * months, and everything that is needed to deliver later is in the ledger anyway.
 *
 * @param endpoints of the tenant who owns the notification
 * @param channels all that are deployed
 */
export function withHeld<History extends NotificationHistory>(
  history: History,
  endpoints: Iterable<Endpoint>,
  now: Date,
  channels: readonly ChannelManifest[],
): History {
  const { event, deliveries } = ofOwner(history);
  const own = deliveries.filter(({ channel }) => channel === CHANNEL);
  // Until the channel has recorded anything, the notification may still be on its way; one that it refused is held by nobody.
  if (event === undefined || own.length === 0 || own.some((one) => isRefusal(one, own))) return history;
  if (isOver(event, now)) return { ...history, deliveries: history.deliveries.map(expired) };
  const missing = [...endpoints].filter(({ id }) => !own.some(({ target }) => target === id));
  return { ...history, deliveries: [...history.deliveries, ...missing.flatMap((one) => heldBy(one, event, channels))] };
}

const expired = (delivery: Delivery): Delivery | ExpiredDelivery =>
  delivery.state === 'held' ? { ...delivery, state: 'held', isExpired: true } : delivery;

const isRefusal = (delivery: Delivery, own: readonly Delivery[]): boolean =>
  delivery.target === '' && delivery.state === 'rejected' && !isSuperseded(delivery, own);

/** What has expired is delivered to nobody any more. */
const isOver = ({ text }: AcceptedEvent, now: Date): boolean => isExpired(JSON.parse(text) as Notification, now);

function heldBy(endpoint: Endpoint, event: AcceptedEvent, channels: readonly ChannelManifest[]): HeldDelivery[] {
  if (!hadMissed(endpoint, event) || !reaches(event, CHANNEL, channels)) return [];
  const { id: target, tenant, state } = endpoint;
  const heldBecause = state.enabled
    ? `its endpoint was disabled until ${state.since} and has not got it, unless it waits for its turn`
    : `its endpoint is disabled since ${state.since}: ${state.reason ?? 'no reason is given'}`;
  const key = { tenant, notificationId: event.id, channel: CHANNEL, target };
  return [{ ...key, state: 'held', attempted: 0, attempts: [], heldBecause }];
}

/** It wants the type, took nothing then, and is sent this by `endpoints enable --replay`. */
const hadMissed = (endpoint: Endpoint, event: AcceptedEvent): boolean =>
  mayHaveMissed(endpoint, event) && (!endpoint.state.enabled || isBeforeEnabled(event, endpoint.state));

/** One that was never disabled is enabled since it was added. */
const isBeforeEnabled = ({ acceptedAt }: AcceptedEvent, { since, disabledSince }: EndpointState): boolean =>
  disabledSince !== undefined && Date.parse(acceptedAt) < Date.parse(since) + KNOWN_AFTER_SECONDS * 1000;
