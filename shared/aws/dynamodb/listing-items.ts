import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import {
  type DeliveryRow,
  isEndpoint,
  isListedState,
  type NotificationRow,
  positionOf,
} from '../../domain/listing/listing-row';
import type { ListedRow, ListName } from '../../ports/listing';
import { TTL_ATTRIBUTE } from './ledger-items';

/**
 * Keys of the listing table. `sk` is the range key of the index too; of every row it is `<acceptedAt>#<id>#…`.
 *
 * | pk | sk | set (partition key of the index) | what |
 * | --- | --- | --- | --- |
 * | `N#<tenant>` | `<acceptedAt>#<id>#` | `T#<tenant>#<type>` | an accepted notification |
 * | `W#<tenant>#<endpoint>` | `<acceptedAt>#<id>#<channel>#<endpoint>` | `S#<tenant>#<state>`, if not delivered | a delivery to an endpoint |
 * | `D#<tenant>` | `<acceptedAt>#<id>#<channel>#<digest>` | the same | any other delivery that was not delivered |
 * | `R#<tenant>` | id of a run | `R`, while it runs | a replay of what a filter finds |
 */
export const SET_INDEX = 'set';
export const SET_ATTRIBUTE = 'set';
/**
 * What the index projects beside the keys. Neither the version nor anything else that changes with an attempt: a write that
 * leaves these as they are costs no write of the index.
 */
export const SET_PROJECTION = ['type', 'channels', 'state', TTL_ATTRIBUTE] as const;

export type ListingItem = Readonly<Record<string, AttributeValue>>;

const SEPARATOR = '#';

export function notificationItem({ tenant, id, type, channels, acceptedAt, expiresAt }: NotificationRow): ListingItem {
  return marshall({
    pk: `N#${tenant}`,
    sk: `${positionOf({ acceptedAt, id })}${SEPARATOR}`,
    [SET_ATTRIBUTE]: `T#${tenant}#${type}`,
    type,
    channels,
    [TTL_ATTRIBUTE]: expiresAt,
  });
}

export const deliveryRowItemKey = ({ tenant, id, channel, target, acceptedAt }: DeliveryRow) => ({
  pk: isEndpoint(target) ? `W#${tenant}#${target}` : `D#${tenant}`,
  sk: [positionOf({ acceptedAt, id }), channel, target].join(SEPARATOR),
});

/** A delivered one is in no set: the row stays until its TTL, so that a late write of an earlier state is refused. */
export function deliveryItem(row: DeliveryRow): ListingItem {
  const { tenant, type, state, version, expiresAt } = row;
  return marshall({
    ...deliveryRowItemKey(row),
    ...(isListedState(state) && { [SET_ATTRIBUTE]: `S#${tenant}#${state}` }),
    type,
    state,
    version,
    [TTL_ATTRIBUTE]: expiresAt,
  });
}

/** Partition of a list: of the table, or of the index. */
export function partitionOf(list: ListName): { readonly index: boolean; readonly key: string } {
  if ('endpoint' in list) return { index: false, key: `W#${list.tenant}#${list.endpoint}` };
  if ('state' in list) return { index: true, key: `S#${list.tenant}#${list.state}` };
  if ('type' in list) return { index: true, key: `T#${list.tenant}#${list.type}` };
  return { index: false, key: `N#${list.tenant}` };
}

/** @param tenant of the list: no list has rows of another one */
export function listedRow(item: Record<string, AttributeValue>, tenant: string): ListedRow {
  const { sk, type, channels, state, [TTL_ATTRIBUTE]: expiresAt } = unmarshall(item);
  const [acceptedAt = '', id = '', channel = '', target = ''] = String(sk).split(SEPARATOR);
  const row = { tenant, id, type, acceptedAt, expiresAt };
  return channel === '' ? { ...row, channels } : { ...row, channel, target, state };
}

export const RUNNING_SET = 'R';
const RUNS = 'R#';
/** Pattern of the partition keys of runs. */
export const RUN_KEYS = `${RUNS}*`;
export const runItemKey = ({ tenant, id }: { readonly tenant: string; readonly id: string }) => ({
  pk: `${RUNS}${tenant}`,
  sk: id,
});
export const tenantOfRun = (pk: string): string => pk.slice(RUNS.length);
