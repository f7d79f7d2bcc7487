import { addressDigest } from '../domain/audit-chain/address-digest';
import { describeAuditContract } from '../testing/audit-contract';
import { memoryAudit } from './memory-audit';

describeAuditContract('memoryAudit', () => {
  const digest = addressDigest(new Uint8Array(32));
  const audit = memoryAudit(digest);
  return {
    ledger: audit,
    chain: audit,
    reader: audit,
    digest: async () => digest,
    replace: async (record) => void audit.store.records.set(record.id, record),
  };
});
