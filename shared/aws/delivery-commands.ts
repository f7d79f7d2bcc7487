import { GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import {
  type Attempt,
  attemptedAfter,
  type DeliveryKey,
  type DeliveryState,
  FINAL_STATES,
  isDone,
  REOPENABLE_STATES,
  type Settlement,
} from '../domain/delivery/claim';
import { parkShard } from '../domain/delivery/park-shard';
import type { Claim, Parking } from '../ports/ledger';
import { deliveryItemKey, expiry, type LedgerTable, PARK_ATTRIBUTES, shardKey, TTL_ATTRIBUTE } from './ledger-items';

/** `decideClaim` as a condition: a redrive may claim whatever was not delivered, any other message only the next attempt. */
function mayClaim({ reopen, digest }: Claim): string {
  const states = reopen ? '#state IN (:retrying, :rejected, :failed)' : '#state = :retrying';
  const isNext = reopen ? '' : 'attempted < :attempt AND ';
  const isContent = digest === undefined ? '' : '(attribute_not_exists(digest) OR digest = :digest) AND ';
  return `attribute_not_exists(pk) OR (tenant = :tenant AND ${isContent}${isNext}(
    ${states} OR (#state = :claimed AND (leaseUntil <= :now OR leaseUntil > :leaseLimit))))`;
}

export const claimUpdate = (key: DeliveryKey, claim: Claim, table: LedgerTable): UpdateItemCommand =>
  new UpdateItemCommand({
    TableName: table.tableName,
    Key: marshall(deliveryItemKey(key)),
    ConditionExpression: mayClaim(claim),
    UpdateExpression: `SET #state = :claimed, leaseUntil = :leaseUntil, tenant = :tenant, notificationId = :id,
      channel = :channel, target = :target, attempted = :before, ${TTL_ATTRIBUTE} = :expiresAt${
        claim.digest === undefined ? '' : ', digest = if_not_exists(digest, :digest)'
      } REMOVE feedback, ${PARK_ATTRIBUTES.join(', ')}`,
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: marshall({
      ':tenant': key.tenant,
      ':id': key.notificationId,
      ':channel': key.channel,
      ':target': key.target,
      ':before': claim.attempt - 1,
      ':now': claim.now,
      ':leaseUntil': claim.leaseUntil,
      ':leaseLimit': claim.leaseLimit,
      ':claimed': 'claimed',
      ':retrying': 'retrying',
      ':expiresAt': expiry(claim.now, table.retentionDays),
      ...(claim.digest !== undefined && { ':digest': claim.digest }),
      ...(claim.reopen ? valuesOf(REOPENABLE_STATES) : { ':attempt': claim.attempt }),
    }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    ...(claim.reopen && { ReturnValues: 'ALL_NEW' }),
  });

const valuesOf = (states: readonly DeliveryState[]): Record<string, DeliveryState> =>
  Object.fromEntries(states.map((state) => [`:${state}`, state]));

const FINAL = valuesOf(FINAL_STATES);

const IS_OPEN = `attribute_exists(pk) AND attribute_not_exists(feedback) AND NOT #state IN (${Object.keys(FINAL).join(', ')})`;
/** Feedback came before our own record. */
const IS_TOLD = 'attribute_exists(feedback) AND attempted < :n';

/** `maySettle` as a condition. What is to be parked must be open: of what feedback told nothing waits (`toldUpdate`). */
function maySettle({ state, lease }: Settlement, parking: Parking | undefined): string {
  const isOurs = lease === undefined ? '' : ' AND (#state <> :claimed OR leaseUntil = :lease)';
  const isOpen = isDone(state) ? IS_OPEN : `${IS_OPEN} AND attempted < :n${isOurs}`;
  return parking ? isOpen : `(${isOpen}) OR (${IS_TOLD})`;
}

/** `settledState`: what feedback says stays. */
export function settleUpdate(
  key: DeliveryKey,
  settlement: Settlement,
  parking: Parking | undefined,
  table: LedgerTable,
) {
  const { state, n, attempt, lease } = settlement;
  return new UpdateItemCommand({
    TableName: table.tableName,
    Key: marshall(deliveryItemKey(key)),
    ConditionExpression: maySettle(settlement, parking),
    UpdateExpression: `SET #state = if_not_exists(feedback.#state, :state), attempted = :attempted${
      attempt ? ', attempts = list_append(if_not_exists(attempts, :none), :attempts)' : ''
    }${
      parking
        ? ', dueAt = :dueAt, parkShard = :shard, parked = :parked REMOVE leaseUntil'
        : ` REMOVE leaseUntil, ${PARK_ATTRIBUTES.join(', ')}`
    }`,
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: marshall({
      ...{ ':state': state, ':attempted': attemptedAfter(settlement), ...FINAL },
      ':n': n,
      ...(lease !== undefined && !isDone(state) && { ':claimed': 'claimed', ':lease': lease }),
      ...(attempt && { ':none': [], ':attempts': [attempt] }),
      ...(parking && { ':dueAt': parking.dueAt, ':shard': shardKey(parkShard(key)), ':parked': parking.message }),
    }),
  });
}

/** The attempt alone, of a delivery whose state feedback has told. A second write, where a next one was to be parked. */
export const toldUpdate = (
  key: DeliveryKey,
  { lease: _, ...settlement }: Settlement,
  table: LedgerTable,
): UpdateItemCommand => {
  const { input } = settleUpdate(key, settlement, undefined, table);
  const values = Object.entries(input.ExpressionAttributeValues ?? {}).filter(([name]) => !(name in FINAL));
  const ExpressionAttributeValues = Object.fromEntries(values);
  return new UpdateItemCommand({ ...input, ConditionExpression: IS_TOLD, ExpressionAttributeValues });
};

export const notePut = (key: DeliveryKey, state: DeliveryState, attempt: Attempt, table: LedgerTable): PutItemCommand =>
  new PutItemCommand({
    TableName: table.tableName,
    Item: marshall({
      ...deliveryItemKey(key),
      ...key,
      state,
      attempted: attempt.n,
      attempts: [attempt],
      [TTL_ATTRIBUTE]: expiry(attempt.at, table.retentionDays),
    }),
    ConditionExpression: 'attribute_not_exists(pk)',
  });

export const tenantGet = (key: DeliveryKey, { tableName }: LedgerTable): GetItemCommand =>
  new GetItemCommand({
    TableName: tableName,
    Key: marshall(deliveryItemKey(key)),
    ConsistentRead: true,
    ProjectionExpression: 'tenant',
  });
