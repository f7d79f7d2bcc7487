import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { remembered } from '../domain/remembered';
import type { DataKeys, KeyPurpose } from '../ports/data-keys';

export interface DataKeyStore {
  readonly kms: KMSClient;
  /** ARN of the KMS key that seals data keys. */
  readonly keyArn: string;
  readonly dynamodb: DynamoDBClient;
  /** The directory; a data key is its item `K#<purpose>` / `K`. */
  readonly tableName: string;
}

/** One read and one call of KMS in the life of a function, for each purpose. */
export const kmsDataKeys = (store: DataKeyStore): DataKeys => ({
  key: remembered(async (purpose: KeyPurpose) =>
    unseal(purpose, (await find(purpose, store)) ?? (await create(purpose, store)), store),
  ),
});

const itemKey = (purpose: KeyPurpose) => ({ pk: `K#${purpose}`, sk: 'K' });

async function find(purpose: KeyPurpose, { dynamodb, tableName }: DataKeyStore): Promise<Uint8Array | undefined> {
  const Key = marshall(itemKey(purpose));
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }));
  return Item && sealedOf(Item);
}

/** Of any number of callers one stores its key, and all use that one. */
async function create(purpose: KeyPurpose, { kms, keyArn, dynamodb, tableName }: DataKeyStore): Promise<Uint8Array> {
  const { CiphertextBlob: sealed } = await kms.send(
    new GenerateDataKeyCommand({ KeyId: keyArn, KeySpec: 'AES_256', EncryptionContext: { purpose } }),
  );
  const put = new PutItemCommand({
    TableName: tableName,
    Item: marshall({ ...itemKey(purpose), sealed }),
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    await dynamodb.send(put);
    return sealed as Uint8Array;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
    return sealedOf(error.Item);
  }
}

const sealedOf = (item: Parameters<typeof unmarshall>[0]): Uint8Array => unmarshall(item).sealed as Uint8Array;

/** Also what was generated a moment ago: a key that could not be opened again must not seal anything. */
async function unseal(purpose: KeyPurpose, sealed: Uint8Array, { kms, keyArn }: DataKeyStore): Promise<Uint8Array> {
  const { Plaintext } = await kms.send(
    new DecryptCommand({ KeyId: keyArn, CiphertextBlob: sealed, EncryptionContext: { purpose } }),
  );
  return Plaintext as Uint8Array;
}
