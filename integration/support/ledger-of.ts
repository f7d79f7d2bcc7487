import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KMSClient } from '@aws-sdk/client-kms';
import { dynamodbAcceptedContents } from '../../shared/aws/dynamodb/dynamodb-accepted-contents';
import { dynamodbDeliveryLedger } from '../../shared/aws/dynamodb/dynamodb-delivery-ledger';
import { dynamodbErasure } from '../../shared/aws/dynamodb/dynamodb-erasure';
import { dynamodbEventLedger } from '../../shared/aws/dynamodb/dynamodb-event-ledger';
import { dynamodbFeedbackLedger } from '../../shared/aws/dynamodb/dynamodb-feedback-ledger';
import { dynamodbLedgerReader } from '../../shared/aws/dynamodb/dynamodb-ledger-reader';
import { dynamodbOpenDeliveries } from '../../shared/aws/dynamodb/dynamodb-open-deliveries';
import { dynamodbParkedDeliveries } from '../../shared/aws/dynamodb/dynamodb-parked-deliveries';
import { itemReader } from '../../shared/aws/dynamodb/item-reader';
import { kmsDataKeys } from '../../shared/aws/kms/kms-data-keys';
import type { AddressDigest } from '../../shared/domain/audit-chain/address-digest';
import { eraseItems } from '../../shared/domain/audit-chain/erase-items';
import { recordingLogger } from '../../shared/testing/recording-logger';
import { state } from './harness';

const { ledger_table: tableName, directory_table: directory, data_key_arn: keyArn } = state.outputs;

/** Contracts use a fixed date; an emulator deletes items whose TTL is over by the real clock. */
export const LEDGER = { tableName, retentionDays: 36_500 };

export interface LedgerClients {
  readonly dynamodb: DynamoDBClient;
  readonly kms: KMSClient;
}

/** All adapters of the ledger table, as the ledger's contract calls them. */
export function ledgerOf({ dynamodb, kms }: LedgerClients) {
  const erasure = dynamodbErasure(dynamodb, tableName, directory);
  const keys = kmsDataKeys({ kms, dynamodb, tableName: directory, keyArn });
  return {
    ...dynamodbEventLedger(dynamodb, LEDGER, keys, { log: recordingLogger() }),
    ...dynamodbDeliveryLedger(dynamodb, LEDGER, { log: recordingLogger() }),
    ...dynamodbParkedDeliveries(dynamodb, tableName, { log: recordingLogger() }),
    ...dynamodbOpenDeliveries(dynamodb, tableName, recordingLogger()),
    ...dynamodbAcceptedContents(itemReader(dynamodb), itemReader(dynamodb), tableName),
    ...dynamodbFeedbackLedger(dynamodb, tableName),
    ...dynamodbLedgerReader(dynamodb, tableName),
    erase: async (id: string, address: string, digest: AddressDigest) => {
      const items = (await erasure.items(id)) ?? [];
      await erasure.apply(eraseItems(items, address, digest).changes, items);
    },
  };
}
