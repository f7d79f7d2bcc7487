import type { Delivery } from '../../../shared/domain/delivery/claim';
import type { NotificationHistory } from '../../../shared/ports/ledger';
import { UNKNOWN_TENANT } from '../../../shared/runtime/examine';
import { describeState, isRefused, standing } from './standing';
import { isSuperseded } from './superseded';
import { deliveryName, formatEvent, timeline } from './timeline';

export interface NamedHistory extends NotificationHistory {
  readonly id: string;
}

/** `order.shipped  01M83…  of tenant demo`. */
export function formatHeading({ id, event, deliveries }: NamedHistory): string {
  if (event) return `${event.type}  ${id}  of tenant ${event.tenant}`;
  const { tenant = UNKNOWN_TENANT } = deliveries[0] ?? {};
  const whose = tenant === UNKNOWN_TENANT ? 'of an unknown tenant' : `of tenant ${tenant}`;
  return `${id}  ${whose}, ${isRefused(deliveries) ? 'refused' : 'not accepted yet'}`;
}

/** A line for each thing that happened, oldest first. */
export function formatTimeline(history: NotificationHistory): readonly string[] {
  const events = timeline(history);
  const start = history.event?.acceptedAt ?? events[0]?.at ?? '';
  return events.map((event) => formatEvent(event, start));
}

/** How each delivery stands now. What a note says that later deliveries supersede, the timeline tells. */
export function formatStanding(history: NotificationHistory, now: Date): string {
  const deliveries = history.deliveries
    .filter((delivery) => !isSuperseded(delivery, history.deliveries))
    .map((delivery) => `${deliveryName(delivery)}${describeState(delivery, now)}`);
  const awaited = standing(history).awaited.map(
    (channel) => `${deliveryName({ channel, target: '' })}nothing is recorded yet`,
  );
  const lines = [...deliveries, ...awaited];
  return ['now', ...(lines.length > 0 ? lines : ['accepted; no other channel is reached'])].join('\n  ');
}

/** The machine's form: stable names, and the notification's text only when `withBody`. */
export function statusDocument({ id, event, deliveries }: NamedHistory, withBody: boolean): object {
  const { tenant, type, acceptedAt, text } = event ?? { tenant: deliveries[0]?.tenant };
  const { settled, awaited } = standing({ ...(event && { event }), deliveries });
  const documents = deliveries.map((delivery) => ({
    ...deliveryDocument(delivery),
    ...(isSuperseded(delivery, deliveries) && { superseded: true }),
  }));
  return { id, tenant, type, acceptedAt, settled, awaited, deliveries: documents, ...(withBody && { text }) };
}

const deliveryDocument = ({ channel, target, state, attempted, leaseUntil, feedback, attempts }: Delivery): object => ({
  ...{ channel, target, state, attempted, leaseUntil, feedback },
  attempts: attempts.map(({ n, at, outcome, durationMs, reason, exchange }) => ({
    ...{ n, at, outcome, durationMs, reason, exchange },
  })),
});
