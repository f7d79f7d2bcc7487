import type { Attempt, Delivery, Returned } from '../../domain/delivery/claim';
import type { Feedback } from '../../domain/delivery/feedback';
import type { NotificationHistory } from '../../ports/ledger';
import { ownerOf } from './owner';

/** Something that happened. `at` is RFC 3339, UTC. */
export type TimelineEvent =
  | { readonly at: string; readonly kind: 'accepted' }
  | {
      readonly at: string;
      readonly kind: 'attempt';
      readonly delivery: Delivery;
      readonly attempt: Attempt;
      /** The tenant of the delivery does not own the notification. */
      readonly isUnowned: boolean;
    }
  /** What the mail service reported: a state of the delivery, or something that came back without changing it. */
  | { readonly at: string; readonly kind: 'feedback'; readonly delivery: Delivery; readonly feedback: Feedback }
  | { readonly at: string; readonly kind: 'returned'; readonly delivery: Delivery; readonly returned: Returned };

/** What happened, oldest first. */
export function timeline(history: NotificationHistory): readonly TimelineEvent[] {
  const { event, deliveries } = history;
  const owner = ownerOf(history);
  const accepted: TimelineEvent[] = event ? [{ at: event.acceptedAt, kind: 'accepted' }] : [];
  const attempts = deliveries.flatMap((delivery) => attemptEvents(delivery, owner));
  const feedback = deliveries.flatMap(feedbackEvents);
  return [...accepted, ...attempts, ...feedback].toSorted((left, right) => Date.parse(left.at) - Date.parse(right.at));
}

const attemptEvents = (delivery: Delivery, owner: string | undefined): TimelineEvent[] =>
  delivery.attempts.map((attempt) => ({
    at: attempt.at,
    kind: 'attempt',
    delivery,
    attempt,
    isUnowned: delivery.tenant !== owner,
  }));

function feedbackEvents(delivery: Delivery): TimelineEvent[] {
  const { feedback, returned } = delivery;
  // A transient bounce is recorded as both.
  const isSame = feedback?.transient === true && returned?.at === feedback.at;
  return [
    ...(feedback ? [{ at: feedback.at, kind: 'feedback', delivery, feedback } as const] : []),
    ...(returned && !isSame ? [{ at: returned.at, kind: 'returned', delivery, returned } as const] : []),
  ];
}
