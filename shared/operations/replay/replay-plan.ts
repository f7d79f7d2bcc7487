import { type AddressDigest, isErased } from '../../domain/audit-chain/address-digest';
import type { Delivery } from '../../domain/delivery/claim';
import { groupBy } from '../../domain/kit/chunks/group-by';
import type { Fault } from '../../domain/kit/errors/coded-error';
import type { ChannelManifest } from '../../domain/manifest/channel';
import { readSealedRecord } from '../../domain/notification/read-record';
import { readTarget } from '../../domain/notification/recipients';
import type { AuditRecord } from '../../ports/audit-chain';
import type { QueueMessage } from '../../ports/channel-queue';
import type { NotificationHistory } from '../../ports/ledger';
import { onlyFor } from '../../runtime/message/for-targets';
import { recordedMessage } from '../../runtime/message/recorded-message';
import { redriven } from '../../runtime/message/redriven';
import { isHeldTooLong } from '../status/held-delivery';
import { ofOwner } from '../status/owner';
import { isOfDelivering } from '../status/standing';
import { isSuperseded } from '../status/superseded';
import { isOpen } from './is-open';
import { ReplayRefused } from './replay-refused';

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
  /** All that there are. */
  readonly channels: readonly ChannelManifest[];
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
export function replayPlan(
  history: RecordedHistory,
  selection: ReplaySelection,
  { now, digest, channels }: ReplayContext,
): ReplayPlan {
  const { event, deliveries } = ofOwner(history);
  const isDisabled = ({ target }: Delivery) => selection.disabled?.has(target) === true;
  const groups = groupBy(openOf(deliveries, selection, { now, channels }), (delivery) => {
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
const openOf = (
  deliveries: readonly Delivery[],
  selection: ReplaySelection,
  { now, channels }: Pick<ReplayContext, 'now' | 'channels'>,
): Delivery[] =>
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
  throw recordMalformed(event, record.faults);
}

const recordMalformed = ({ id, tenant }: AuditRecord, faults: readonly Fault[]): ReplayRefused =>
  new ReplayRefused({
    code: 'cli.record_malformed',
    reason: 'record_malformed',
    message: `what is recorded under id ${id} is not the notification that was accepted; nothing was sent`,
    fix: `verify the audit of tenant ${tenant}: it names every record that was changed`,
    tenant,
    faults,
  });

const isSelected = (delivery: Delivery, { channel, target }: ReplaySelection): boolean =>
  (channel === undefined || delivery.channel === channel) &&
  (target === undefined || target.some((name) => isNamed(delivery, name)));

/** By its id or its address, however that is spelled. */
export const isNamed = ({ target }: Delivery, name: string): boolean => target === name || target === readTarget(name);
