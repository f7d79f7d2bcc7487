import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import {
  type Attempt,
  type ClaimDecision,
  type Delivery,
  type DeliveryKey,
  type DeliveryState,
  decideClaim,
  FINAL_STATES,
  REOPENABLE_STATES,
} from '../domain/claim';
import { CodedError } from '../domain/coded-error';
import type { Claim, DeliveryLedger } from '../ports/ledger';
import { deliveryItemKey, expiry, type LedgerTable, TTL_ATTRIBUTE } from './ledger-items';

/** Two writes and no read for a delivery that succeeds at once: the claim, and its result. */
export function dynamodbDeliveryLedger(client: DynamoDBClient, table: LedgerTable): DeliveryLedger {
  return {
    claim: async (key, claim) => {
      try {
        await client.send(claimUpdate(key, claim, table));
        return { kind: 'claimed' };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
        return refusal(unmarshall(error.Item) as Delivery, key, claim);
      }
    },
    settle: (key, state, attempt) => unlessSettled(client.send(settleUpdate(key, state, attempt, table))),
    note: (key, state, attempt) => unlessSettled(client.send(notePut(key, state, attempt, table))),
  };
}

/** Why the table refused a claim. It must not be because the two forms of the rule differ: then nobody holds the claim. */
function refusal(existing: Delivery, key: DeliveryKey, claim: Claim): ClaimDecision {
  const decision = decideClaim(existing, key.tenant, claim);
  if (decision.kind !== 'claimed') return decision;
  const message = `table refused attempt ${claim.attempt} in state ${existing.state}, which decideClaim grants`;
  throw new CodedError('ledger.claim.inconsistent', message, 'make mayClaim say what decideClaim says');
}

/** A condition that fails here says that the state is final or superseded already: there is nothing to write. */
async function unlessSettled(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** `decideClaim` as a condition: a redrive may claim whatever was not delivered, any other message only the next attempt. */
function mayClaim(reopen: boolean): string {
  const states = reopen ? '#state IN (:retrying, :rejected, :failed)' : '#state = :retrying';
  const isNext = reopen ? '' : 'attempted < :attempt AND ';
  return `attribute_not_exists(pk) OR (tenant = :tenant AND ${isNext}(
    ${states} OR (#state = :claimed AND leaseUntil <= :now)))`;
}

const claimUpdate = (key: DeliveryKey, claim: Claim, table: LedgerTable): UpdateItemCommand =>
  new UpdateItemCommand({
    TableName: table.tableName,
    Key: marshall(deliveryItemKey(key)),
    ConditionExpression: mayClaim(claim.reopen),
    UpdateExpression: `SET #state = :claimed, leaseUntil = :leaseUntil, tenant = :tenant, notificationId = :id,
      channel = :channel, target = :target, attempted = :before, ${TTL_ATTRIBUTE} = :expiresAt`,
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: marshall({
      ':tenant': key.tenant,
      ':id': key.notificationId,
      ':channel': key.channel,
      ':target': key.target,
      ':before': claim.attempt - 1,
      ':now': claim.now,
      ':leaseUntil': claim.leaseUntil,
      ':claimed': 'claimed',
      ':retrying': 'retrying',
      ':expiresAt': expiry(claim.now, table.retentionDays),
      ...(claim.reopen ? valuesOf(REOPENABLE_STATES) : { ':attempt': claim.attempt }),
    }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });

const valuesOf = (states: readonly DeliveryState[]): Record<string, DeliveryState> =>
  Object.fromEntries(states.map((state) => [`:${state}`, state]));

/** `maySettle` as a condition. */
const maySettle = (state: DeliveryState): string =>
  `attribute_exists(pk) AND NOT #state IN (${Object.keys(valuesOf(FINAL_STATES)).join(', ')})${
    state === 'delivered' ? '' : ' AND attempted < :n'
  }`;

const settleUpdate = (key: DeliveryKey, state: DeliveryState, attempt: Attempt, table: LedgerTable) =>
  new UpdateItemCommand({
    TableName: table.tableName,
    Key: marshall(deliveryItemKey(key)),
    ConditionExpression: maySettle(state),
    UpdateExpression: `SET #state = :state, attempted = :n, attempts = list_append(if_not_exists(attempts, :none), :attempts)
      REMOVE leaseUntil`,
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: marshall({
      ':state': state,
      ':n': attempt.n,
      ':none': [],
      ':attempts': [attempt],
      ...valuesOf(FINAL_STATES),
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
      [TTL_ATTRIBUTE]: expiry(attempt.at, table.retentionDays),
    }),
    ConditionExpression: 'attribute_not_exists(pk)',
  });
