import {
  type AttributeValue,
  type DynamoDBClient,
  paginateQuery,
  type UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { attemptSummary, hasResponse } from '../../domain/delivery/attempt-log';
import {
  type Attempt,
  type ClaimDecision,
  type Delivery,
  type DeliveryKey,
  decideClaim,
  decideSettle,
  isDone,
  isFinal,
  type SettleDecision,
  type Settlement,
} from '../../domain/delivery/claim';
import { CodedError } from '../../domain/kit/errors/coded-error';
import { type Claim, type DeliveryLedger, isInRange, type Parking } from '../../ports/ledger';
import {
  attemptOnlyUpdate,
  claimUpdate,
  deliveriesQuery,
  deliveryGet,
  deliveryStateGet,
  isToWait,
  notePut,
  redriveUpdate,
  settleUpdate,
} from './delivery-commands';
import { claimStatement, settleStatement } from './delivery-statements';
import { keepAttempt } from './keep-attempt';
import type { LedgerTable } from './ledger-items';
import { refusedItem } from './refused-item';
import { type BatchOptions, statementWriter, type WriteStatement } from './write-statements';

/**
 * Two writes and no read for a delivery that succeeds at once: the claim, and its result. A third write for a failed
 * attempt with a response, which is an item of its own, so that a delivery does not exceed DynamoDB's item size.
 *
 * First claims, and results of deliveries that succeed at once, of several records share a call. A statement decides
 * nothing: if it is not executed, the same rule as ever decides in a call of its own.
 */
export function dynamodbDeliveryLedger(
  client: DynamoDBClient,
  table: LedgerTable,
  batching: BatchOptions,
): DeliveryLedger {
  const { log } = batching;
  const execute = statementWriter(client, batching);
  const isExecuted = async (statement: WriteStatement | undefined) => statement !== undefined && execute(statement);
  return {
    claim: async (key, claim) => {
      if (await isExecuted(claimStatement(key, claim, table))) return { kind: 'claimed', attempt: claim.attempt };
      const isRedrive = claim.redrive !== undefined;
      return isRedrive ? claimRedrive(key, claim, client, table) : claimNext(key, claim, client, table);
    },
    settle: async (key, settlement, parking) => {
      if (await isExecuted(settleStatement(key, settlement, parking, table))) return 'recorded';
      const [summary, whole] = splitAttempt(settlement);
      const keeping = whole && keepAttempt(key, whole, { client, table, log });
      const decision = await settleOnce(key, summary, parking, client, table);
      await keeping;
      return decision;
    },
    note: async (key, state, attempt) => void (await refusedItem(client.send(notePut(key, state, attempt, table)))),
    openTargets: async ({ target: only, ...begun }) => {
      if (only !== undefined) return openTarget({ ...begun, target: only }, client, table);
      const targets: string[] = [];
      for await (const { Items = [] } of paginateQuery({ client }, deliveriesQuery(begun, table))) {
        const deliveries = Items.map((item: Item) => unmarshall(item) as Delivery);
        const open = deliveries.filter(({ state, target }) => !isFinal(state) && isInRange(target, begun.range));
        targets.push(...open.map(({ target }) => target));
      }
      return targets;
    },
  };
}

type Item = Record<string, AttributeValue>;

async function openTarget(key: DeliveryKey, client: DynamoDBClient, table: LedgerTable): Promise<string[]> {
  const { Item } = await client.send(deliveryStateGet(key, table.tableName));
  const delivery = Item && (unmarshall(Item) as Pick<Delivery, 'tenant' | 'state'>);
  return delivery?.tenant === key.tenant && !isFinal(delivery.state) ? [key.target] : [];
}

async function claimNext(
  key: DeliveryKey,
  claim: Claim,
  client: DynamoDBClient,
  table: LedgerTable,
): Promise<ClaimDecision> {
  const existing = await refusedItem(client.send(claimUpdate(key, claim, table)));
  return existing === undefined ? { kind: 'claimed', attempt: claim.attempt } : refusal(existing, key, claim);
}

/** Each failed try is a race with another write of the delivery. */
const MAX_REDRIVE_TRIES = 5;

/** Optimistic concurrency: the attempt number follows from the delivery as read, and only that state may be overwritten. */
async function claimRedrive(
  key: DeliveryKey,
  claim: Claim,
  client: DynamoDBClient,
  table: LedgerTable,
): Promise<ClaimDecision> {
  for (let tries = 1; tries <= MAX_REDRIVE_TRIES; tries++) {
    const { Item } = await client.send(deliveryGet(key, table));
    const existing = Item && (unmarshall(Item) as Delivery);
    const decision = decideClaim(existing, key.tenant, claim);
    if (decision.kind !== 'claimed') return decision;
    const update = redriveUpdate(key, claim, decision.attempt, existing, table);
    if ((await refusedItem(client.send(update))) === undefined) return decision;
  }
  throw new Error(`the delivery was written by others in each of ${MAX_REDRIVE_TRIES} tries to redrive it`);
}

async function settleOnce(
  key: DeliveryKey,
  settlement: Settlement,
  parking: Parking | undefined,
  client: DynamoDBClient,
  table: LedgerTable,
): Promise<SettleDecision> {
  const write = (update: UpdateItemCommand) => refusedItem(client.send(update));
  const existing = await write(settleUpdate(key, settlement, parking, table));
  // Feedback was recorded first: the delivery no longer waits, so record only the attempt.
  const hasFeedback = isToWait(settlement, parking) && existing?.feedback !== undefined;
  const refused = hasFeedback ? await write(attemptOnlyUpdate(key, settlement, table)) : existing;
  return refused === undefined ? 'recorded' : decideSettle(isThere(refused) ? refused : undefined, settlement);
}

const isThere = (delivery: Partial<Delivery>): boolean => delivery.state !== undefined;

/** The settlement for the delivery's item, and the attempt for an item of its own, if it failed with a response. */
function splitAttempt(settlement: Settlement): [Settlement, Attempt?] {
  const { attempt } = settlement;
  if (!attempt || isDone(settlement.state) || !hasResponse(attempt)) return [settlement];
  return [{ ...settlement, attempt: attemptSummary(attempt) }, attempt];
}

/**
 * Why the table refused a claim. Throws if `decideClaim` would grant it: rule and condition differ, and nobody holds the
 * claim.
 */
function refusal(existing: Delivery, key: DeliveryKey, claim: Claim): ClaimDecision {
  const decision = decideClaim(existing, key.tenant, claim);
  if (decision.kind !== 'claimed') return decision;
  const message = `table refused attempt ${claim.attempt} in state ${existing.state}, which decideClaim grants`;
  throw new CodedError('ledger.claim.inconsistent', message, 'make mayClaim say what decideClaim says');
}
