import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { kmsDataKeyStore } from '../../../shared/aws/kms/kms-data-key-store';
import type { AddressDigest } from '../../../shared/domain/audit-chain/address-digest';
import type { DataKeyStore } from '../../../shared/ports/data-keys';
import { addressDigestOf } from '../../../shared/runtime/keys/address-digest-of';
import { cachedDataKeys } from '../../../shared/runtime/keys/cached-data-keys';
import type { Terminal } from '../terminal';
import { orAwsFailure } from './aws-failure';
import type { StackConnection } from './connect-stack';

export function keyStoreOf({ outputs, clientConfig }: StackConnection): DataKeyStore {
  const [kms, dynamodb] = [new KMSClient(clientConfig), new DynamoDBClient(clientConfig)];
  const { directory_table: tableName, data_key_arn: keyArn } = outputs;
  const store = kmsDataKeyStore({ kms, dynamodb, tableName, keyArn });
  const where = `table ${tableName} with ${keyArn}`;
  return {
    list: (purpose) => orAwsFailure(store.list(purpose), `reading data keys of table ${tableName}`),
    add: (key) => orAwsFailure(store.add(key), `making a data key in ${where}`),
    unseal: (key) => orAwsFailure(store.unseal(key), `opening the data key of ${where}`),
  };
}

/**
 * The digest that verifies the seals of records.
 *
 * @throws CodedError as reading and opening a data key do; the digest throws `audit.digest.no_key`
 */
export const addressDigestAt = (
  connection: StackConnection,
  { clock }: Pick<Terminal, 'clock'>,
): Promise<AddressDigest> => addressDigestOf(cachedDataKeys({ store: keyStoreOf(connection), clock }));
