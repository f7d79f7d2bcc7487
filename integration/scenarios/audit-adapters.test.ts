import { describeAnchorKeyContract } from '../../shared/testing/anchor-key-contract';
import { describeAuditContract } from '../../shared/testing/audit-contract';
import { describeAuditVaultContract } from '../../shared/testing/audit-vault-contract';
import { anchorKey, auditReader, digestOfAddresses, newAuditChain, overwriteRecord, vault } from '../audit';

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
