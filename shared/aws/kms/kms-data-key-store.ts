import { type DynamoDBClient, PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { byNumber } from '../../domain/sealing/numbered-keys';
import type { DataKeyStore, KeyPurpose, StoredKey } from '../../ports/data-keys';
import { isWritten } from '../dynamodb/is-written';

export interface KmsDataKeyStoreOptions {
  readonly kms: KMSClient;
  /** ARN of the KMS key that seals data keys. */
  readonly keyArn: string;
  readonly dynamodb: DynamoDBClient;
  /** The directory; a data key is its item `K#<purpose>` / `<id>`. */
  readonly tableName: string;
}

/**
 * The encryption context is purpose and id, so that write access to the table does not allow to present an old key as a new
 * one. It still allows to delete keys.
 */
export const kmsDataKeyStore = ({ kms, keyArn, dynamodb, tableName }: KmsDataKeyStoreOptions): DataKeyStore => ({
  list: async (purpose) => {
    const keys: StoredKey[] = [];
    for await (const { Items = [] } of paginateQuery({ client: dynamodb }, keysQuery(tableName, purpose)))
      keys.push(...Items.map((item) => toStoredKey(purpose, unmarshall(item))));
    return keys.toSorted(byNumber);
  },
  add: async (key) => {
    const { CiphertextBlob: sealed } = await kms.send(
      new GenerateDataKeyCommand({ KeyId: keyArn, KeySpec: 'AES_256', EncryptionContext: contextOf(key) }),
    );
    await putOnce(dynamodb, tableName, { pk: pkOf(key.purpose), sk: key.id, createdAt: key.createdAt, sealed });
  },
  unseal: async (key) => {
    const { Plaintext } = await kms.send(
      new DecryptCommand({ KeyId: keyArn, CiphertextBlob: key.sealed, EncryptionContext: contextOf(key) }),
    );
    return Plaintext as Uint8Array;
  },
});

const pkOf = (purpose: KeyPurpose): string => `K#${purpose}`;

/** IAM policies have a condition on `purpose`: `stacks/capabilities/capabilities.ts`. */
const contextOf = ({ purpose, id }: Pick<StoredKey, 'purpose' | 'id'>) => ({ purpose, id });

const keysQuery = (TableName: string, purpose: KeyPurpose) => ({
  TableName,
  ConsistentRead: true,
  KeyConditionExpression: 'pk = :pk',
  ExpressionAttributeValues: marshall({ ':pk': pkOf(purpose) }),
});

const toStoredKey = (purpose: KeyPurpose, { sk, createdAt, sealed }: Record<string, unknown>): StoredKey => ({
  purpose,
  id: String(sk),
  createdAt: String(createdAt),
  sealed: sealed as Uint8Array,
});

async function putOnce(client: DynamoDBClient, TableName: string, item: Record<string, unknown>): Promise<void> {
  const put = { TableName, Item: marshall(item), ConditionExpression: 'attribute_not_exists(pk)' };
  await isWritten(client.send(new PutItemCommand(put)));
}
