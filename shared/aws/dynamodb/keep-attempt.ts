import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Attempt, DeliveryKey } from '../../domain/delivery/claim';
import { describeError } from '../../domain/kit/errors/describe-error';
import type { Logger } from '../../ports/logger';
import { attemptItemKey, expiry, type LedgerTable, TTL_ATTRIBUTE } from './ledger-items';

export interface AttemptKeeper {
  readonly client: DynamoDBClient;
  readonly table: LedgerTable;
  readonly log: Logger;
}

/**
 * Stores an attempt with the receiver's response as an item of its own. Never throws: the delivery's summary has everything
 * but the response, and a lost response is no reason for another attempt.
 */
export async function keepAttempt(
  key: DeliveryKey,
  attempt: Attempt,
  { client, table, log }: AttemptKeeper,
): Promise<void> {
  try {
    await client.send(attemptPut(key, attempt, table));
  } catch (error) {
    const { notificationId, channel, tenant } = key;
    log.error('answer_not_kept', { notificationId, channel, tenant, attempt: attempt.n, error: describeError(error) });
  }
}

const attemptPut = (key: DeliveryKey, attempt: Attempt, table: LedgerTable): PutItemCommand => {
  const { channel, target } = key;
  const Item = {
    ...attemptItemKey(key, attempt.n),
    channel,
    target,
    attempt,
    [TTL_ATTRIBUTE]: expiry(attempt.at, table.retentionDays),
  };
  return new PutItemCommand({ TableName: table.tableName, Item: marshall(Item) });
};
