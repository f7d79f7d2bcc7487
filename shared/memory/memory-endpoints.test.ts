import { MAX_ENDPOINTS } from '../ports/endpoints';
import { describeCircuitsContract } from '../testing/circuits-contract';
import { describeEndpointsContract } from '../testing/endpoints-contract';
import { anEndpoint } from '../testing/factories';
import { limitedMemoryEndpoints, memoryEndpoints } from './memory-endpoints';

describeEndpointsContract('memory', ({ maxEndpoints = MAX_ENDPOINTS } = {}) => limitedMemoryEndpoints(maxEndpoints));

describeCircuitsContract('memory', memoryEndpoints);

it('begins with what it is given', async () => {
  const endpoint = anEndpoint();
  expect(await memoryEndpoints(endpoint).find(endpoint.tenant, endpoint.id)).toEqual(endpoint);
});

it('takes a hundred thousand endpoints of a tenant, and not one more', async () => {
  const registry = memoryEndpoints();
  const endpoint = anEndpoint();
  let added = 0;
  while (await registry.save({ ...endpoint, id: `ep_${added}` })) added++;
  expect(added).toBe(100_000);
});
