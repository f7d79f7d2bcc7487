import { setTimeout as sleep } from 'node:timers/promises';
import {
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { versionKey } from './directory-items';

/**
 * Retries of transaction conflicts: two concurrent changes of a tenant both write its version, and DynamoDB cancels one.
 */
const MAX_TRIES = 8;
const MAX_WAIT_MS = 100;

export interface VersionedWrite {
  readonly tableName: string;
  readonly tenant: string;
  /** Writes of the tenant's endpoints or circuits. Nothing is written if any condition fails. */
  readonly items: readonly TransactWriteItem[];
  /** @default `NEW_INDEX` */
  readonly next?: NextVersion;
}

/** How the item of a tenant's version changes. A failed condition counts like one of the items. */
export interface NextVersion {
  readonly UpdateExpression: string;
  readonly ConditionExpression?: string;
  /** `:one` is 1. */
  readonly values?: Readonly<Record<string, number>>;
}

/** The change may alter the index of the tenant's endpoints by type. */
export const NEW_INDEX: NextVersion = { UpdateExpression: 'ADD version :one' };
/**
 * The change leaves that index as it is. `unindexed` counts such versions, so that a writer that does not know of it
 * invalidates too much, and never too little.
 */
export const SAME_INDEX: NextVersion = { UpdateExpression: 'ADD version :one, unindexed :one' };

/**
 * Writes a change of a tenant's endpoints or circuits together with the next version, which invalidates caches.
 *
 * @returns false if a condition failed: nothing was written
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
      if (!failed(error, ...TRANSIENT_REASONS) || tries === MAX_TRIES) throw error;
      await pause();
    }
  }
}

/** A pause with full jitter, so that two writers that collided do not collide again. */
export const pauseShortly = async (): Promise<void> => sleep(Math.random() * MAX_WAIT_MS);

const nextVersion = ({ tableName, tenant, next = NEW_INDEX }: VersionedWrite): TransactWriteItem => {
  const { values, ...expressions } = next;
  return {
    Update: {
      TableName: tableName,
      Key: marshall(versionKey(tenant)),
      ...expressions,
      ExpressionAttributeValues: marshall({ ':one': 1, ...values }),
    },
  };
};

/** Transient cancellation reasons of a transaction. Retried here, because the SDK does not look at cancellation reasons. */
export const TRANSIENT_REASONS: readonly string[] = [
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
];

const failed = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof TransactionCanceledException &&
  (error.CancellationReasons ?? []).some(({ Code = '' }) => codes.includes(Code));
