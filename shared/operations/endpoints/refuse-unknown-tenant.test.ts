import { memoryAudit } from '../../memory/memory-audit';
import { memoryEndpoints } from '../../memory/memory-endpoints';
import { anEndpoint } from '../../testing/factories';
import { anEvent } from '../../testing/ledger/ledger-fixtures';
import { recordInChain } from '../../testing/record-in-chain';
import { refuseUnknownTenant } from './refuse-unknown-tenant';

const setUp = async () => {
  const [registry, chains] = [memoryEndpoints(), memoryAudit()];
  await registry.save(anEndpoint({ tenant: 'posted', id: 'ep_1' }));
  await recordInChain([anEvent({ tenant: 'mailed' })], chains);
  return { registry, chains };
};

test('a tenant that never had an endpoint, and of which nothing is recorded, is unknown', async () => {
  await expect(refuseUnknownTenant('psoted', await setUp())).rejects.toMatchObject({
    code: 'cli.unknown_tenant',
    message: "nothing is known of tenant 'psoted': it never had an endpoint, and the audit chain has nothing of it",
    fix: 'check the name: a tenant is known once its first endpoint was added, or its first notification recorded and, some seconds later, linked',
  });
});

test.each(['posted', 'mailed'])('a tenant that is %s to is known', async (tenant) => {
  await expect(refuseUnknownTenant(tenant, await setUp())).resolves.toBeUndefined();
});

test('a tenant whose last endpoint is gone is known', async () => {
  const ports = await setUp();
  await ports.registry.remove('posted', 'ep_1');
  await expect(refuseUnknownTenant('posted', ports)).resolves.toBeUndefined();
});
