import { CreateTableCommand, DeleteTableCommand, PutItemCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { ulid } from 'ulid';
import { dynamodbAuditReader } from '../../shared/aws/dynamodb/dynamodb-audit-reader';
import { dynamodbChainWriter } from '../../shared/aws/dynamodb/dynamodb-chain-writer';
import { dynamodbErasure } from '../../shared/aws/dynamodb/dynamodb-erasure';
import { dynamodbEventLedger } from '../../shared/aws/dynamodb/dynamodb-event-ledger';
import { describeAnchorKeyContract } from '../../shared/testing/anchor-key-contract';
import { describeAuditContract } from '../../shared/testing/audit-contract';
import { describeAuditVaultContract } from '../../shared/testing/audit-vault-contract';
import { describeErasureContract } from '../../shared/testing/erasure-contract';
import { anchorKey, dataKeys, digestOfAddresses, overwriteRecord, vault } from '../support/audit';
import { dynamodb, preferences, state } from '../support/harness';

// Hundreds of calls, and the host may be busy.
jest.setTimeout(60_000);

/** Own table and bucket: the deployed functions link and anchor the records of the stack's ledger. */
const table = `carillon-audit-contract-${ulid().toLowerCase()}`;

beforeAll(async () => {
  const [pk, sk] = ['pk', 'sk'];
  await dynamodb.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [pk, sk].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
      KeySchema: [
        { AttributeName: pk, KeyType: 'HASH' },
        { AttributeName: sk, KeyType: 'RANGE' },
      ],
    }),
  );
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: 60 }, { TableName: table });
}, 70_000);
afterAll(() => dynamodb.send(new DeleteTableCommand({ TableName: table })));

const reader = dynamodbAuditReader(dynamodb, table);
describeAuditContract('DynamoDB', () => ({
  ledger: dynamodbEventLedger(dynamodb, { tableName: table, retentionDays: 3_650 }, dataKeys),
  chain: dynamodbChainWriter(dynamodb, table),
  reader,
  digest: digestOfAddresses,
  replace: (record) => overwriteRecord(record, table),
}));

describeAuditVaultContract('S3', () => vault);
describeAnchorKeyContract('KMS', () => anchorKey);

const { ledger_table: ledger, directory_table: directory } = state.outputs;
describeErasureContract('DynamoDB', () => ({
  erasure: dynamodbErasure(dynamodb, ledger, directory),
  put: async (item) => void (await dynamodb.send(new PutItemCommand({ TableName: ledger, Item: marshall(item) }))),
  putUnreadable: async (pk, sk) => {
    const Item = { ...marshall({ pk, sk }), n: { N: '1234567890123456789.5' } };
    await dynamodb.send(new PutItemCommand({ TableName: ledger, Item }));
  },
  suppress: (address) =>
    preferences.suppress({ address, scope: '*', reason: 'MANUAL', since: new Date().toISOString() }),
}));
