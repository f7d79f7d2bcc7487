import { type Delivery, isReopenable } from '../../../shared/domain/delivery/claim';
import { isOrphan } from '../../../shared/domain/delivery/orphan';
import { messageAttributes } from '../../../shared/domain/notification/routing';
import type { QueueMessage } from '../../../shared/ports/channel-queue';
import type { NotificationHistory } from '../../../shared/ports/ledger';
import { onlyFor, redriven } from '../../../shared/runtime/message';
import { ofOwner } from '../status/owner';
import { isSuperseded } from '../status/superseded';
import { readRecord } from './read-record';

export interface ReplayPlan {
  /** What will be attempted again. */
  readonly deliveries: readonly Delivery[];
  /** One for each delivery: a message for all targets would reopen what fails only by the time that it comes. */
  readonly messages: readonly (QueueMessage & { readonly channel: string })[];
}

export interface ReplaySelection {
  /** @default all */
  readonly channel?: string;
  /** As `status` shows them. @default all */
  readonly target?: readonly string[];
}

/**
 * The notification as SNS handed it on, marked as redriven, for each delivery that failed, was rejected, or is an orphan:
 * left claimed by a function that died, or waiting for a message that does not come.
 *
 * @throws CodedError `cli.record_malformed`
 */
export function planReplay(history: NotificationHistory, selection: ReplaySelection, now: Date): ReplayPlan {
  const { event, deliveries } = ofOwner(history);
  const open = deliveries.filter(
    (delivery) => isOpen(delivery, now) && !isSuperseded(delivery, deliveries) && isSelected(delivery, selection),
  );
  if (event === undefined || open.length === 0) return { deliveries: [], messages: [] };
  const attributes = messageAttributes(readRecord(event));
  const message = redriven({ body: event.text, attributes, groupId: event.tenant }, 'replayed');
  const messages = open.map(({ channel, target }) => ({
    ...(target === '' ? message : onlyFor(message, target)),
    channel,
  }));
  return { deliveries: open, messages };
}

/** The sweeper brings back each minute what is due: what it has not brought for so long, it will not bring. */
const RETRYING_GRACE_SECONDS = 3_600;

const isOpen = (delivery: Delivery, now: Date): boolean =>
  isReopenable(delivery.state) || isOrphan(delivery, now, delivery.state === 'claimed' ? 0 : RETRYING_GRACE_SECONDS);

const isSelected = (delivery: Delivery, { channel, target }: ReplaySelection): boolean =>
  (channel === undefined || delivery.channel === channel) &&
  (target === undefined || target.some((name) => isNamed(delivery, name)));

/** Addresses are recorded in lower case. */
export const isNamed = ({ target }: Delivery, name: string): boolean => [name, name.toLowerCase()].includes(target);
