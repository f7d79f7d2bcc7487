import { channels } from '../../../handlers';
import { type AddressDigest, isErased } from '../../../shared/domain/audit-chain/address-digest';
import { type Delivery, isReopenable } from '../../../shared/domain/delivery/claim';
import { isOrphan } from '../../../shared/domain/delivery/orphan';
import { groupBy } from '../../../shared/domain/kit/chunks/group-by';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { readSealedRecord } from '../../../shared/domain/notification/read-record';
import { readTarget } from '../../../shared/domain/notification/recipients';
import { isHeldTooLong } from '../../../shared/operations/status/held-delivery';
import { ofOwner } from '../../../shared/operations/status/owner';
import { isOfDelivering } from '../../../shared/operations/status/standing';
import { isSuperseded } from '../../../shared/operations/status/superseded';
import type { AuditRecord } from '../../../shared/ports/audit-chain';
import type { QueueMessage } from '../../../shared/ports/channel-queue';
import type { NotificationHistory } from '../../../shared/ports/ledger';
import { onlyFor, redriven } from '../../../shared/runtime/message';
import { recordedMessage } from '../../../shared/runtime/recorded-message';

export interface ReplayPlan {
  /** What will be attempted again. */
  readonly deliveries: readonly Delivery[];
  /** One for each delivery: a message for all targets would reopen what fails only by the time that it comes. */
  readonly messages: readonly (QueueMessage & { readonly channel: string })[];
  /** What would be attempted, if its endpoint were enabled. */
  readonly disabled: readonly Delivery[];
  /** What would be attempted, if its address had not been erased: nobody knows any more whom to mail. */
  readonly erased: readonly Delivery[];
}

export interface ReplaySelection {
  /** @default all */
  readonly channel?: string;
  /** As `status` shows them. @default all */
  readonly target?: readonly string[];
  /** Ids of endpoints that take nothing. @default none */
  readonly disabled?: ReadonlySet<string>;
}

export interface ReplayContext {
  readonly now: Date;
  /** By the key that seals of records are made with. */
  readonly digest: AddressDigest;
}

/** With the record as it stands in the ledger, with its seal. */
export interface RecordedHistory extends NotificationHistory {
  readonly event?: AuditRecord;
}

/**
 * The notification as SNS handed it on, marked as redriven, for each delivery that failed, was rejected, or is an orphan:
 * left claimed by a function that died, or waiting for a message that does not come.
 *
 * @throws CodedError `cli.record_malformed`
 */
export function planReplay(
  history: RecordedHistory,
  selection: ReplaySelection,
  { now, digest }: ReplayContext,
): ReplayPlan {
  const { event, deliveries } = ofOwner(history);
  const isDisabled = ({ target }: Delivery) => selection.disabled?.has(target) === true;
  const groups = groupBy(openOf(deliveries, selection, now), (delivery) => {
    if (isErased(delivery.target)) return 'erased';
    return isDisabled(delivery) ? 'disabled' : 'open';
  });
  const of = (name: string) => groups.get(name) ?? [];
  const left = { disabled: of('disabled'), erased: of('erased') };
  if (event === undefined || of('open').length === 0) return { deliveries: [], messages: [], ...left };
  const message = redriven(messageOf(event, digest), 'replayed');
  const messages = of('open').map(({ channel, target }) => ({
    ...(target === '' ? message : onlyFor(message, target)),
    channel,
  }));
  return { deliveries: of('open'), messages, ...left };
}

/** What the channel that accepts has refused is another notification, or is recorded already. */
const openOf = (deliveries: readonly Delivery[], selection: ReplaySelection, now: Date): Delivery[] =>
  deliveries.filter(
    (delivery) =>
      isOfDelivering(delivery, channels) &&
      isOpen(delivery, now) &&
      !isSuperseded(delivery, deliveries) &&
      !isHeldTooLong(delivery) &&
      isSelected(delivery, selection),
  );

function messageOf(event: AuditRecord, digest: AddressDigest): QueueMessage {
  const record = readSealedRecord(event, digest);
  if (record.ok) return recordedMessage(event, record.notification);
  throw new CodedError(
    'cli.record_malformed',
    `what is recorded under id ${event.id} is not the notification that was accepted; nothing was sent`,
    `npx carillon audit verify --tenant ${event.tenant} names every record that was changed`,
    record.faults,
  );
}

/** The sweeper brings back each minute what is due: what it has not brought for so long, it will not bring. */
const RETRYING_GRACE_SECONDS = 3_600;

export const isOpen = (delivery: Delivery, now: Date): boolean =>
  isReopenable(delivery.state) || isOrphan(delivery, now, delivery.state === 'claimed' ? 0 : RETRYING_GRACE_SECONDS);

const isSelected = (delivery: Delivery, { channel, target }: ReplaySelection): boolean =>
  (channel === undefined || delivery.channel === channel) &&
  (target === undefined || target.some((name) => isNamed(delivery, name)));

/** By its id or its address, however that is spelled. */
export const isNamed = ({ target }: Delivery, name: string): boolean => target === name || target === readTarget(name);
