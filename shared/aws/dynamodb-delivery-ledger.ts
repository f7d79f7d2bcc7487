import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { attemptSummary, attemptsKept, hasResponse } from '../domain/attempt-log';
import {
  type Attempt,
  attemptedAfter,
  type ClaimDecision,
  type Delivery,
  type DeliveryKey,
  type DeliveryState,
  decideClaim,
  FINAL_STATES,
  isDone,
  REOPENABLE_STATES,
  type Settlement,
} from '../domain/claim';
import { CodedError } from '../domain/coded-error';
import { parkShard } from '../domain/park-shard';
import type { Claim, DeliveryLedger, Parking } from '../ports/ledger';
import type { Logger } from '../ports/logger';
import { keepAttempt } from './keep-attempt';
import { deliveryItemKey, expiry, type LedgerTable, PARK_ATTRIBUTES, shardKey, TTL_ATTRIBUTE } from './ledger-items';

/**
 * Two writes and no read for a delivery that succeeds at once: the claim, and its result. A third for an attempt that
 * failed with a response, which is kept apart, so that no delivery outgrows an item.
 */
export function dynamodbDeliveryLedger(client: DynamoDBClient, table: LedgerTable, log: Logger): DeliveryLedger {
  return {
    claim: async (key, claim) => {
      try {
        const { Attributes } = await client.send(claimUpdate(key, claim, table));
        if (claim.reopen) await forgetAttempts(key, unmarshall(Attributes ?? {}) as Delivery, client, table);
        return { kind: 'claimed' };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
        return refusal(unmarshall(error.Item) as Delivery, key, claim);
      }
    },
    settle: async (key, settlement, parking) => {
      const [summary, whole] = splitAttempt(settlement);
      const keeping = whole && keepAttempt(key, whole, { client, table, log });
      const isSettled = await unlessSettled(client.send(settleUpdate(key, summary, parking, table)));
      if (!isSettled && parking) await unlessSettled(client.send(toldUpdate(key, summary, table)));
      await keeping;
    },
    note: async (key, state, attempt) => void (await unlessSettled(client.send(notePut(key, state, attempt, table)))),
    hasBegun: async (key) => {
      const { Item } = await client.send(tenantGet(key, table));
      return Item !== undefined && unmarshall(Item).tenant === key.tenant;
    },
  };
}

/** What goes into the delivery, and the attempt that is put apart, if any. Of what is done there is no further attempt. */
function splitAttempt(settlement: Settlement): [Settlement, Attempt?] {
  const { attempt } = settlement;
  if (!attempt || isDone(settlement.state) || !hasResponse(attempt)) return [settlement];
  return [{ ...settlement, attempt: attemptSummary(attempt) }, attempt];
}

/** Nobody else writes attempts: the claim is ours. */
async function forgetAttempts(
  key: DeliveryKey,
  { attempts = [] }: Partial<Delivery>,
  client: DynamoDBClient,
  table: LedgerTable,
) {
  const kept = attemptsKept(attempts);
  if (kept.length === attempts.length) return;
  const ExpressionAttributeValues = marshall({ ':kept': kept });
  const input = { TableName: table.tableName, Key: marshall(deliveryItemKey(key)), ExpressionAttributeValues };
  await client.send(new UpdateItemCommand({ ...input, UpdateExpression: 'SET attempts = :kept' }));
}

/** Why the table refused a claim. It must not be because the two forms of the rule differ: then nobody holds the claim. */
function refusal(existing: Delivery, key: DeliveryKey, claim: Claim): ClaimDecision {
  const decision = decideClaim(existing, key.tenant, claim);
  if (decision.kind !== 'claimed') return decision;
  const message = `table refused attempt ${claim.attempt} in state ${existing.state}, which decideClaim grants`;
  throw new CodedError('ledger.claim.inconsistent', message, 'make mayClaim say what decideClaim says');
}

/** A condition that fails here says that the state is final or superseded already: there is nothing to write. */
async function unlessSettled(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return false;
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
function settleUpdate(key: DeliveryKey, settlement: Settlement, parking: Parking | undefined, table: LedgerTable) {
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
const toldUpdate = (
  key: DeliveryKey,
  { lease: _, ...settlement }: Settlement,
  table: LedgerTable,
): UpdateItemCommand => {
  const { input } = settleUpdate(key, settlement, undefined, table);
  const values = Object.entries(input.ExpressionAttributeValues ?? {}).filter(([name]) => !(name in FINAL));
  const ExpressionAttributeValues = Object.fromEntries(values);
  return new UpdateItemCommand({ ...input, ConditionExpression: IS_TOLD, ExpressionAttributeValues });
};

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

const tenantGet = (key: DeliveryKey, { tableName }: LedgerTable): GetItemCommand =>
  new GetItemCommand({
    TableName: tableName,
    Key: marshall(deliveryItemKey(key)),
    ConsistentRead: true,
    ProjectionExpression: 'tenant',
  });
