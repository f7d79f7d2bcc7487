import { addressDigest } from '../../domain/audit-chain/address-digest';
import { memoryAnchorKey } from '../../memory/memory-anchor-key';
import { memoryAudit } from '../../memory/memory-audit';
import { memoryAuditVault } from '../../memory/memory-audit-vault';
import { anEvent } from '../../testing/ledger/ledger-fixtures';
import { recordInChain } from '../../testing/record-in-chain';
import { TestClock } from '../../testing/test-clock';
import { verifyTenant } from './verify-tenant';

const digest = addressDigest(new Uint8Array(32));

async function world() {
  const reader = memoryAudit(digest);
  await recordInChain([anEvent({ tenant: 'acme' })], reader);
  return { reader, vault: memoryAuditVault(), key: memoryAnchorKey(), digest, clock: new TestClock() };
}

test('an untampered tenant has no findings', async () => {
  expect(await verifyTenant({ tenant: 'acme' }, await world())).toMatchObject({ links: 1, records: 1, findings: [] });
});

test('a tenant without records is refused, because no findings would look like a success', async () => {
  await expect(verifyTenant({ tenant: 'acne' }, await world())).rejects.toMatchObject({
    code: 'cli.nothing_to_audit',
    message: "nothing is recorded of tenant 'acne', and no anchor knows it",
  });
});
