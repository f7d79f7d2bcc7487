import { addressDigest } from '../domain/audit-chain/address-digest';
import type { AuditRecord } from '../ports/audit-chain';
import { describeAuditContract } from '../testing/audit-contract';
import { memoryAudit } from './memory-audit';

describeAuditContract('memoryAudit', () => {
  const digest = addressDigest(new Uint8Array(32));
  const audit = memoryAudit(digest);
  return {
    ...{ ledger: audit, chain: audit, reader: audit },
    digest: async () => digest,
    replaceText: async (id, text) => {
      audit.store.records.set(id, { ...(audit.store.records.get(id) as AuditRecord), text });
    },
  };
});
