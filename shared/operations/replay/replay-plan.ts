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
  /** Deliveries that will be attempted again. */
  readonly deliveries: readonly Delivery[];
  /** One message for each delivery: a message for all targets would also reopen deliveries that fail until it arrives. */
  readonly messages: readonly (QueueMessage & { readonly channel: string })[];
  /** Deliveries that are left out because their endpoint is disabled. */
  readonly disabled: readonly Delivery[];
  /** Deliveries that are left out because their address was erased. */
  readonly erased: readonly Delivery[];
}

export interface ReplaySelection {
  /** @default all */
  readonly channel?: string;
  /** Targets as `status` shows them. @default all */
  readonly target?: readonly string[];
  /** Ids of disabled endpoints. @default none */
  readonly disabled?: ReadonlySet<string>;
}

export interface ReplayContext {
  readonly now: Date;
  /** The keyed digest for seals of records. */
  readonly digest: AddressDigest;
  /** All deployed channels. */
  readonly channels: readonly ChannelManifest[];
}

/** A history with the ledger's record, including its seal. */
export interface RecordedHistory extends NotificationHistory {
  readonly event?: AuditRecord;
}

/**
 * Plans a message, marked as redriven, for each delivery that failed, was rejected, is held, or is an orphan: left
 * claimed by a function that died, or waiting for a message that does not come.
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

/** The selected deliveries that may be attempted. Leaves out refusals by the audit channel (`isOfDelivering`). */
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

/** True if `name` is the target's id, or any spelling of its address. */
export const isNamed = ({ target }: Delivery, name: string): boolean => target === name || target === readTarget(name);
