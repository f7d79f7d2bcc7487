import type { DeliveryKey } from '../../domain/delivery/claim';
import { isObject } from '../../domain/filter-policy/filter-policy';
import { parseJson } from '../../domain/kit/json/json';
import { isRecordId } from '../../domain/notification/record-id';
import type { QueueMessage } from '../../ports/channel-queue';
import type { ParkedDelivery } from '../../ports/ledger';
import { forNextAttempt } from '../message/for-attempt';
import { namedTargets } from '../message/for-targets';
import { authenticated, type SealKeys } from '../message/message-seal';

export type ReadParked =
  | { readonly ok: true; readonly message: QueueMessage }
  /** Nothing of the contents: they may be another tenant's. */
  | { readonly ok: false; readonly code: string };

/**
 * The message of a parked delivery, for its next attempt. The sweeper seals what it sends, so it must have been sealed for
 * this channel when it was parked, and be of this delivery: its id and tenant, and for its target alone.
 */
export async function readParked(
  { key, message: parked, attempted }: ParkedDelivery,
  keys: SealKeys,
): Promise<ReadParked> {
  if (!isKey(key) || !isMessage(parked) || !isCount(attempted)) return MALFORMED;
  const { message, isForged } = await authenticated(sentParts(parked), { channel: key.channel, keys });
  return isForged ? FORGED : ownMessage(key, message, attempted);
}

function ownMessage(key: DeliveryKey, message: QueueMessage, attempted: number): ReadParked {
  const event = eventOf(message);
  if (event === undefined) return MALFORMED;
  const isOfEvent = event.id === key.notificationId && event.tenant === key.tenant;
  const targets = namedTargets(message);
  const isForTarget = targets.length > 0 && targets.every((target) => target === key.target);
  return isOfEvent && isForTarget ? { ok: true, message: forNextAttempt(message, attempted + 1) } : FOREIGN;
}

const MALFORMED: ReadParked = { ok: false, code: 'ledger.parked.malformed' };
const FORGED: ReadParked = { ok: false, code: 'ledger.parked.forged' };
const FOREIGN: ReadParked = { ok: false, code: 'ledger.parked.foreign' };

/** As the function that receives it will read it. */
function eventOf({ body }: QueueMessage): Readonly<Record<string, unknown>> | undefined {
  const json = parseJson(body);
  return json.ok && isObject(json.value) ? json.value : undefined;
}

/** Where the item has no tenant, a message without one would agree with it. */
const isKey = ({ notificationId, tenant }: DeliveryKey): boolean => isRecordId(notificationId) && tenant !== '';

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** Nothing else that lies there: the seal does not cover it, and SQS could refuse a whole page for it. */
const sentParts = ({ body, attributes, groupId }: QueueMessage): QueueMessage => ({
  body,
  attributes: Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue }]) => [name, { DataType, StringValue }]),
  ),
  ...(groupId !== undefined && { groupId }),
});

/** @see Amazon SQS API, SendMessage, "MessageGroupId" */
const GROUP_ID = /^[\x21-\x7e]{1,128}$/;
const isGroupId = (value: unknown): boolean =>
  value === undefined || (typeof value === 'string' && GROUP_ID.test(value));

const isMessage = (value: unknown): value is QueueMessage =>
  isObject(value) &&
  typeof value.body === 'string' &&
  isGroupId(value.groupId) &&
  isObject(value.attributes) &&
  Object.values(value.attributes).every(isAttribute);

const DATA_TYPES: readonly unknown[] = ['String', 'Number', 'String.Array'];
const isAttribute = (value: unknown): boolean =>
  isObject(value) && DATA_TYPES.includes(value.DataType) && typeof value.StringValue === 'string';
