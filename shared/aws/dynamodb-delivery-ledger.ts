import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import {
  type Attempt,
  attemptedAfter,
  type ClaimDecision,
  type Delivery,
  type DeliveryKey,
  type DeliveryState,
  DONE_STATES,
  decideClaim,
  FINAL_STATES,
  REOPENABLE_STATES,
  type Settlement,
} from '../domain/claim';
import { CodedError } from '../domain/coded-error';
import { parkShard } from '../domain/park-shard';
import type { Claim, DeliveryLedger, Parking } from '../ports/ledger';
import { deliveryItemKey, expiry, type LedgerTable, PARK_ATTRIBUTES, shardKey, TTL_ATTRIBUTE } from './ledger-items';

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
    settle: (key, settlement, parking) => unlessSettled(client.send(settleUpdate(key, settlement, parking, table))),
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
function mayClaim({ reopen, digest }: Claim): string {
  const states = reopen ? '#state IN (:retrying, :rejected, :failed)' : '#state = :retrying';
  const isNext = reopen ? '' : 'attempted < :attempt AND ';
  const isContent = digest === undefined ? '' : '(attribute_not_exists(digest) OR digest = :digest) AND ';
  return `attribute_not_exists(pk) OR (tenant = :tenant AND ${isContent}${isNext}(
    ${states} OR (#state = :claimed AND (leaseUntil <= :now OR leaseUntil > :leaseLimit))))`;
}

const claimUpdate = (key: DeliveryKey, claim: Claim, table: LedgerTable): UpdateItemCommand =>
  new UpdateItemCommand({
    TableName: table.tableName,
    Key: marshall(deliveryItemKey(key)),
    ConditionExpression: mayClaim(claim),
    UpdateExpression: `SET #state = :claimed, leaseUntil = :leaseUntil, tenant = :tenant, notificationId = :id,
      channel = :channel, target = :target, attempted = :before, ${TTL_ATTRIBUTE} = :expiresAt${
        claim.digest === undefined ? '' : ', digest = if_not_exists(digest, :digest)'
      } REMOVE ${PARK_ATTRIBUTES.join(', ')}`,
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
  });

const valuesOf = (states: readonly DeliveryState[]): Record<string, DeliveryState> =>
  Object.fromEntries(states.map((state) => [`:${state}`, state]));

const FINAL = valuesOf(FINAL_STATES);

/** `maySettle` as a condition. */
const maySettle = ({ state }: Settlement): string =>
  `attribute_exists(pk) AND NOT #state IN (${Object.keys(FINAL).join(', ')})${
    (DONE_STATES as readonly DeliveryState[]).includes(state) ? '' : ' AND attempted < :n'
  }`;

function settleUpdate(key: DeliveryKey, settlement: Settlement, parking: Parking | undefined, table: LedgerTable) {
  const { state, n, attempt } = settlement;
  const isDone = (DONE_STATES as readonly DeliveryState[]).includes(state);
  return new UpdateItemCommand({
    TableName: table.tableName,
    Key: marshall(deliveryItemKey(key)),
    ConditionExpression: maySettle(settlement),
    UpdateExpression: `SET #state = :state, attempted = :attempted${
      attempt ? ', attempts = list_append(if_not_exists(attempts, :none), :attempts)' : ''
    }${
      parking
        ? ', dueAt = :dueAt, parkShard = :shard, parked = :parked REMOVE leaseUntil'
        : ` REMOVE leaseUntil, ${PARK_ATTRIBUTES.join(', ')}`
    }`,
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: marshall({
      ...{ ':state': state, ':attempted': attemptedAfter(settlement), ...FINAL },
      ...(!isDone && { ':n': n }),
      ...(attempt && { ':none': [], ':attempts': [attempt] }),
      ...(parking && { ':dueAt': parking.dueAt, ':shard': shardKey(parkShard(key)), ':parked': parking.message }),
    }),
  });
}

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
