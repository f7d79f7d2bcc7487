import { memoryEndpoints } from '../../memory/memory-endpoints';
import { anEndpoint } from '../../testing/factories';
import { findEndpoint } from './find-endpoint';

const aRegistry = async () => {
  const registry = memoryEndpoints();
  await registry.save(anEndpoint({ tenant: 'demo', id: 'ep_1' }));
  return registry;
};

test('an endpoint is found by its tenant and its id', async () => {
  expect(await findEndpoint('demo', 'ep_1', await aRegistry())).toMatchObject({ tenant: 'demo', id: 'ep_1' });
});

test('an unknown id of a tenant that has endpoints, or had some, is named', async () => {
  const registry = await aRegistry();
  const expected = { code: 'cli.unknown_endpoint', message: "tenant 'demo' has no endpoint 'ep_2'" };
  await expect(findEndpoint('demo', 'ep_2', registry)).rejects.toMatchObject(expected);
  await registry.remove('demo', 'ep_1');
  await expect(findEndpoint('demo', 'ep_2', registry)).rejects.toMatchObject(expected);
});

test('of a tenant that never had an endpoint, the tenant is named', async () => {
  await expect(findEndpoint('demmo', 'ep_1', await aRegistry())).rejects.toMatchObject({
    code: 'cli.unknown_endpoint',
    message: "tenant 'demmo' never had an endpoint",
    fix: 'check the name of the tenant',
  });
});
