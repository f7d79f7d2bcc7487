import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { CodedError } from '../domain/coded-error';
import { attemptSummary, attemptsKept, hasResponse } from '../domain/delivery/attempt-log';
import {
  type Attempt,
  type ClaimDecision,
  type Delivery,
  type DeliveryKey,
  decideClaim,
  isDone,
  type Settlement,
} from '../domain/delivery/claim';
import type { Claim, DeliveryLedger } from '../ports/ledger';
import type { Logger } from '../ports/logger';
import { claimUpdate, notePut, settleUpdate, tenantGet, toldUpdate } from './delivery-commands';
import { keepAttempt } from './keep-attempt';
import { deliveryItemKey, type LedgerTable } from './ledger-items';

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
