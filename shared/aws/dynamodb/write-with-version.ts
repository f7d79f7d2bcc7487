import { setTimeout as sleep } from 'node:timers/promises';
import {
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { versionKey } from './directory-items';

/** Two changes of a tenant at once both want its version, and DynamoDB cancels one of them. */
const MAX_TRIES = 8;
const MAX_WAIT_MS = 100;

export interface VersionedWrite {
  readonly tableName: string;
  readonly tenant: string;
  /** Of the tenant's endpoints or circuits. The condition of the first decides. */
  readonly items: readonly TransactWriteItem[];
}

/**
 * Writes a change of a tenant's endpoints or circuits together with the next version, by which caches notice it.
 *
 * @returns false when a condition did not hold: nothing was written
 */
export async function writeWithVersion(
  client: DynamoDBClient,
  write: VersionedWrite,
  pause = pauseShortly,
): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: [...write.items, nextVersion(write)] }));
      return true;
    } catch (error) {
      if (failed(error, 'ConditionalCheckFailed')) return false;
      if (!failed(error, ...PASSING) || tries === MAX_TRIES) throw error;
      await pause();
    }
  }
}

/** Of random length: two that collided would collide again. */
export const pauseShortly = async (): Promise<void> => sleep(Math.random() * MAX_WAIT_MS);

const nextVersion = ({ tableName, tenant }: VersionedWrite): TransactWriteItem => ({
  Update: {
    TableName: tableName,
    Key: marshall(versionKey(tenant)),
    UpdateExpression: 'ADD version :one',
    ExpressionAttributeValues: marshall({ ':one': 1 }),
  },
});

/** Reasons of a cancelled transaction that another try may not meet. The SDK makes none: it does not look at reasons. */
export const PASSING: readonly string[] = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

const failed = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof TransactionCanceledException &&
  (error.CancellationReasons ?? []).some(({ Code = '' }) => codes.includes(Code));
