import { anEndpoint, disabled } from '../../../shared/testing/factories';
import { testDesk } from '../testing/test-desk';
import { disableEndpoint, enableEndpoint } from './switch-endpoint';

const SINCE = '2026-11-23T09:30:00.000Z';
const endpoint = anEndpoint({ tenant: 'demo', id: 'ep_1' });
const stateOf = async ({ registry }: ReturnType<typeof testDesk>) => (await registry.find('demo', 'ep_1'))?.state;

test('an endpoint is disabled with the reason and the time', async () => {
  const desk = testDesk([endpoint]);
  await disableEndpoint('ep_1', { tenant: 'demo', reason: ' moves ' }, desk);
  expect(await stateOf(desk)).toEqual({ enabled: false, reason: 'moves', since: SINCE });
  expect(desk.terminal.output()).toBe('ep_1 of tenant demo is disabled: moves\n');
});

test('and enabled again, without the reason', async () => {
  const desk = testDesk([{ ...endpoint, state: disabled() }]);
  await enableEndpoint('ep_1', { tenant: 'demo', json: true }, desk);
  expect(await stateOf(desk)).toEqual({ enabled: true, since: SINCE });
  expect(desk.printed()).toEqual({ id: 'ep_1', tenant: 'demo', state: { enabled: true, since: SINCE } });
});

test.each([
  ['an endpoint of another tenant', { tenant: 'other', reason: 'x' }, 'cli.unknown_endpoint'],
  ['no reason', { tenant: 'demo', reason: ' ' }, 'cli.reason_malformed'],
  ['a reason of 201 characters', { tenant: 'demo', reason: 'x'.repeat(201) }, 'cli.reason_malformed'],
])('%s is refused', async (_, options, code) => {
  const desk = testDesk([endpoint]);
  await expect(disableEndpoint('ep_1', options, desk)).rejects.toMatchObject({ code });
  expect((await stateOf(desk))?.enabled).toBe(true);
});
