import { describeCircuitsContract } from '../testing/circuits-contract';
import { describeEndpointsContract } from '../testing/endpoints-contract';
import { anEndpoint } from '../testing/factories';
import { memoryEndpoints } from './memory-endpoints';

describeEndpointsContract('memory', memoryEndpoints);

describeCircuitsContract('memory', memoryEndpoints);

it('begins with what it is given', async () => {
  const endpoint = anEndpoint();
  expect(await memoryEndpoints(endpoint).find(endpoint.tenant, endpoint.id)).toEqual(endpoint);
});
