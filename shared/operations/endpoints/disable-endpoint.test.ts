import { anEndpoint } from '../../testing/factories';
import { operatorPorts } from '../testing/operator-ports';
import { disableEndpoint } from './disable-endpoint';

const endpoint = anEndpoint({ tenant: 'demo', id: 'ep_1' });
const stateOf = async ({ registry }: ReturnType<typeof operatorPorts>) => (await registry.find('demo', 'ep_1'))?.state;

test('the state that is returned is the one that is saved, beside the one before', async () => {
  const ports = operatorPorts([endpoint]);
  const { state, before } = await disableEndpoint({ tenant: 'demo', id: 'ep_1', reason: 'moves' }, ports);
  expect([state, before]).toEqual([await stateOf(ports), endpoint.state]);
});

test('an endpoint that is disabled concurrently is not changed', async () => {
  const ports = operatorPorts([endpoint]);
  const raced = { ...ports, registry: { ...ports.registry, change: async () => false } };
  await expect(disableEndpoint({ tenant: 'demo', id: 'ep_1' }, raced)).rejects.toMatchObject({
    code: 'cli.endpoint_changed',
  });
  expect((await stateOf(ports))?.enabled).toBe(true);
});

test.each([
  ['an endpoint of another tenant', { tenant: 'other', reason: 'x' }, 'cli.unknown_endpoint'],
  ['no reason', { tenant: 'demo', reason: ' ' }, 'cli.reason_malformed'],
  ['a reason of 201 characters', { tenant: 'demo', reason: 'x'.repeat(201) }, 'cli.reason_malformed'],
])('%s is refused', async (_, request, code) => {
  const ports = operatorPorts([endpoint]);
  await expect(disableEndpoint({ id: 'ep_1', ...request }, ports)).rejects.toMatchObject({ code });
  expect((await stateOf(ports))?.enabled).toBe(true);
});
