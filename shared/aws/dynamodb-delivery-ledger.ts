import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import {
  type Attempt,
  type Delivery,
  type DeliveryKey,
  type DeliveryState,
  decideClaim,
  FINAL_STATES,
  REOPENABLE_STATES,
} from '../domain/claim';
import type { Claim, DeliveryLedger } from '../ports/ledger';
import type { LedgerTable } from './dynamodb-event-ledger';
import { deliveryItemKey, expiry } from './ledger-items';

/** Two writes and no read for a delivery that succeeds at once: the claim, and its result. */
export function dynamodbDeliveryLedger(client: DynamoDBClient, table: LedgerTable): DeliveryLedger {
  return {
    claim: async (key, claim) => {
      try {
        await client.send(claimUpdate(key, claim, table));
        return { kind: 'claimed' };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
        return decideClaim(unmarshall(error.Item) as Delivery, key.tenant, claim);
      }
    },
    settle: (key, state, attempt) => unlessSettled(client.send(settleUpdate(key, state, attempt, table))),
    note: (key, state, attempt) => unlessSettled(client.send(notePut(key, state, attempt, table))),
  };
}

/** A condition that fails here says that the state is final or superseded already: there is nothing to write. */
async function unlessSettled(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** `decideClaim` as a condition. */
const MAY_CLAIM = `attribute_not_exists(pk) OR (tenant = :tenant AND (
  (:reopen = :true AND #state IN (:rejected, :failed)) OR
  ((:reopen = :true OR attempted < :attempt) AND
    (#state = :retrying OR (#state = :claimed AND leaseUntil <= :now)))))`;

const claimUpdate = (key: DeliveryKey, claim: Claim, table: LedgerTable): UpdateItemCommand =>
  new UpdateItemCommand({
    TableName: table.tableName,
    Key: marshall(deliveryItemKey(key)),
    ConditionExpression: MAY_CLAIM,
    UpdateExpression: `SET #state = :claimed, leaseUntil = :leaseUntil, tenant = :tenant, notificationId = :id,
      channel = :channel, target = :target, attempted = :before, expiresAt = :expiresAt`,
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: marshall({
      ':tenant': key.tenant,
      ':id': key.notificationId,
      ':channel': key.channel,
      ':target': key.target,
      ':attempt': claim.attempt,
      ':before': claim.attempt - 1,
      ':now': claim.now,
      ':leaseUntil': claim.leaseUntil,
      ':reopen': claim.reopen,
      ':true': true,
      ':claimed': 'claimed',
      ':retrying': 'retrying',
      ':expiresAt': expiry(claim.now, table.retentionDays),
      ...Object.fromEntries(REOPENABLE_STATES.map((state) => [`:${state}`, state])),
    }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });

/** `maySettle` as a condition. */
const MAY_SETTLE = `attribute_exists(pk) AND NOT #state IN (${FINAL_STATES.map((state) => `:${state}`).join(', ')})
  AND (:state = :delivered OR attempted < :n)`;

const settleUpdate = (key: DeliveryKey, state: DeliveryState, attempt: Attempt, table: LedgerTable) =>
  new UpdateItemCommand({
    TableName: table.tableName,
    Key: marshall(deliveryItemKey(key)),
    ConditionExpression: MAY_SETTLE,
    UpdateExpression: `SET #state = :state, attempted = :n, attempts = list_append(if_not_exists(attempts, :none), :attempts)
      REMOVE leaseUntil`,
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: marshall({
      ':state': state,
      ':n': attempt.n,
      ':none': [],
      ':attempts': [attempt],
      ...Object.fromEntries(FINAL_STATES.map((final) => [`:${final}`, final])),
    }),
  });

const notePut = (key: DeliveryKey, state: DeliveryState, attempt: Attempt, table: LedgerTable): PutItemCommand =>
  new PutItemCommand({
    TableName: table.tableName,
    Item: marshall({
      ...deliveryItemKey(key),
      ...key,
      state,
      attempted: attempt.n,
      attempts: [attempt],
      expiresAt: expiry(attempt.at, table.retentionDays),
    }),
    ConditionExpression: 'attribute_not_exists(pk)',
  });
