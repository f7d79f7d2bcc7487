import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { dynamodbErasure } from '../../shared/aws/dynamodb-erasure';
import { describeAnchorKeyContract } from '../../shared/testing/anchor-key-contract';
import { describeAuditContract } from '../../shared/testing/audit-contract';
import { describeAuditVaultContract } from '../../shared/testing/audit-vault-contract';
import { describeErasureContract } from '../../shared/testing/erasure-contract';
import { anchorKey, auditReader, digestOfAddresses, newAuditChain, overwriteRecord, vault } from '../audit';
import { dynamodb, preferences, state } from '../harness';

// Hundreds of calls, on a host that may be busy.
jest.setTimeout(60_000);

describeAuditContract('DynamoDB', () => ({
  newWriter: newAuditChain,
  reader: auditReader,
  digest: digestOfAddresses,
  replaceText: async (id, text) => {
    for (const record of await auditReader.records([id])) await overwriteRecord({ ...record, text });
  },
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
