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
  /** Has none of the contents, which may be another tenant's. */
  | { readonly ok: false; readonly code: string };

/**
 * The message of a parked delivery for its next attempt. The sweeper seals what it sends, so it verifies first that the
 * message was sealed for this channel, and belongs to this delivery: same id, tenant and target.
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

/** Parses the body like the function that receives it. */
function eventOf({ body }: QueueMessage): Readonly<Record<string, unknown>> | undefined {
  const json = parseJson(body);
  return json.ok && isObject(json.value) ? json.value : undefined;
}

/** Without a tenant in the key, a message without a tenant would match. */
const isKey = ({ notificationId, tenant }: DeliveryKey): boolean => isRecordId(notificationId) && tenant !== '';

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** Drops other fields of the item: the seal does not cover them, and SQS could refuse a whole page because of one. */
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
