import type { Delivery } from '../../../shared/domain/delivery/claim';
import type { NotificationHistory } from '../../../shared/ports/ledger';
import { UNKNOWN_TENANT } from '../../../shared/runtime/examine';
import { circuitDocument } from '../show-circuit';
import { deliveryDetails } from './delivery-details';
import type { HeldDelivery } from './held-delivery';
import { ofOwner, ownerOf } from './owner';
import { describeState, isRefused, standing } from './standing';
import { isSuperseded } from './superseded';
import { deliveryDetail, deliveryName, formatEvent, timeline } from './timeline';
import { circuitOf } from './with-circuits';

export interface NamedHistory extends NotificationHistory {
  readonly id: string;
}

/** `order.shipped  01M83…  of tenant demo`. */
export function formatHeading(history: NamedHistory): string {
  const { id, event, deliveries } = ofOwner(history);
  if (event) return `${event.type}  ${id}  of tenant ${event.tenant}`;
  const tenant = ownerOf(history) ?? UNKNOWN_TENANT;
  const whose = tenant === UNKNOWN_TENANT ? 'of an unknown tenant' : `of tenant ${tenant}`;
  return `${id}  ${whose}, ${isRefused(deliveries) ? 'refused' : 'not accepted yet'}`;
}

/** A line for each thing that happened, oldest first. */
export function formatTimeline(history: NotificationHistory): readonly string[] {
  const events = timeline(history);
  const start = history.event?.acceptedAt ?? events[0]?.at ?? '';
  return events.map((event) => formatEvent(event, start));
}

/** How each delivery of the owner stands now. Notes that later deliveries supersede, and those of others, the timeline tells. */
export function formatStanding(whole: NotificationHistory, now: Date): string {
  const history = ofOwner(whole);
  const deliveries = history.deliveries
    .filter((delivery) => !isSuperseded(delivery, history.deliveries))
    .flatMap((delivery) => [
      `${deliveryName(delivery)}${describeState(delivery, now)}`,
      ...deliveryDetails(delivery, now).map(deliveryDetail),
    ]);
  const awaited = standing(history).awaited.map(
    (channel) => `${deliveryName({ channel, target: '' })}nothing is recorded yet`,
  );
  const lines = [...deliveries, ...awaited];
  return ['now', ...(lines.length > 0 ? lines : ['accepted; no other channel is reached'])].join('\n  ');
}

/** The machine's form: stable names, and the notification's text only when `withBody`. */
export function statusDocument(history: NamedHistory, withBody: boolean): object {
  const { id, event, deliveries } = history;
  const owner = ownerOf(history);
  const { tenant, type, acceptedAt, text } = event ?? { tenant: owner };
  const { settled, awaited } = standing(history);
  const own = ofOwner(history).deliveries;
  const documents = deliveries.map((delivery) => ({
    ...deliveryDocument(delivery),
    ...(delivery.tenant !== owner && { unowned: true, claimedTenant: delivery.tenant }),
    ...(isSuperseded(delivery, own) && { superseded: true }),
  }));
  return { id, tenant, type, acceptedAt, settled, awaited, deliveries: documents, ...(withBody && { text }) };
}

const deliveryDocument = ({ channel, target, state, attempted, ...delivery }: Delivery | HeldDelivery): object => ({
  channel,
  target,
  state,
  attempted,
  leaseUntil: delivery.leaseUntil,
  circuit: circuitDocument(circuitOf(delivery)),
  reason: 'heldBecause' in delivery ? delivery.heldBecause : undefined,
  notBefore: delivery.notBefore,
  dueAt: delivery.dueAt,
  feedback: delivery.feedback,
  returned: delivery.returned,
  attempts: delivery.attempts.map(({ n, at, outcome, durationMs, reason, exchange }) => ({
    n,
    at,
    outcome,
    durationMs,
    reason,
    exchange,
  })),
});
