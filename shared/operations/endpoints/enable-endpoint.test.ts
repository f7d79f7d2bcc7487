import { anEndpoint, disabled } from '../../testing/factories';
import { operatorPorts } from '../testing/operator-ports';
import { enableEndpoint } from './enable-endpoint';

const endpoint = anEndpoint({ tenant: 'demo', id: 'ep_1' });
const stateOf = async ({ registry }: ReturnType<typeof operatorPorts>) => (await registry.find('demo', 'ep_1'))?.state;

test('the state that is returned is the one that is saved', async () => {
  const ports = operatorPorts([{ ...endpoint, state: disabled('moves') }]);
  const state = await enableEndpoint({ tenant: 'demo', id: 'ep_1' }, ports);
  expect([state, state.enabled]).toEqual([await stateOf(ports), true]);
});

test('an endpoint remembers when it was disabled for the first time and for the last', async () => {
  const since = '2026-11-22T00:00:00.000Z';
  const ports = operatorPorts([
    { ...endpoint, state: { ...disabled(), since, disabledSince: '2026-11-01T00:00:00.000Z' } },
  ]);
  await enableEndpoint({ tenant: 'demo', id: 'ep_1' }, ports);
  expect(await stateOf(ports)).toMatchObject({ disabledSince: '2026-11-01T00:00:00.000Z' });
});
