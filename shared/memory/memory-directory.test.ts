import { describeDirectoryContract } from '../testing/directory-contract';
import { anEndpoint } from '../testing/factories';
import { memoryEndpoints } from './memory-endpoints';
import { memorySuppressions } from './memory-suppressions';

describeDirectoryContract('memory directory', () => ({
  endpoints: memoryEndpoints(),
  suppressions: memorySuppressions(),
}));

it('begins with what it is given', async () => {
  const endpoint = anEndpoint();
  const bounce = { address: 'ann@example.com', scope: '*', reason: 'BOUNCE', since: '2026-11-23T09:30:00Z' } as const;
  expect(await memoryEndpoints(endpoint).list(endpoint.tenant)).toEqual([endpoint]);
  expect(await memorySuppressions(bounce).suppression('ANN@example.com', 'acme')).toEqual(bounce);
});
