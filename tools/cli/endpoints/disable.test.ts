import { anEndpoint } from '../../../shared/testing/factories';
import { testDesk } from '../testing/test-desk';
import { disable } from './disable';

const SINCE = '2026-11-23T09:30:00.000Z';
const endpoint = anEndpoint({ tenant: 'demo', id: 'ep_1' });
const stateOf = async ({ registry }: ReturnType<typeof testDesk>) => (await registry.find('demo', 'ep_1'))?.state;

test('an endpoint is disabled with the reason and the time', async () => {
  const desk = testDesk([endpoint]);
  await disable('ep_1', { tenant: 'demo', reason: ' moves ' }, desk);
  expect(await stateOf(desk)).toEqual({ enabled: false, reason: 'moves', since: SINCE });
  expect(desk.terminal.output()).toBe('ep_1 of tenant demo is disabled: moves\n');
});

test('an endpoint that is disabled without a reason gets the reason of an operator', async () => {
  const desk = testDesk([endpoint]);
  await disable('ep_1', { tenant: 'demo', json: true }, desk);
  expect(desk.printed()).toMatchObject({ state: { enabled: false, reason: 'by an operator' }, wasDisabled: false });
});

describe('an endpoint that is disabled already', () => {
  const gone = { enabled: false, reason: 'endpoint is gone', since: '2026-11-20T00:00:00.000Z' };

  test('keeps its reason and its time, and the output says so', async () => {
    const desk = testDesk([{ ...endpoint, state: gone }]);
    await disable('ep_1', { tenant: 'demo' }, desk);
    expect(await stateOf(desk)).toEqual(gone);
    expect(desk.terminal.output()).toBe(`ep_1 of tenant demo is disabled: endpoint is gone
it was disabled already, since 2026-11-20T00:00:00.000Z; --reason changes its reason
`);
  });

  test('takes a new reason if one is given, and the output has the first', async () => {
    const desk = testDesk([{ ...endpoint, state: gone }]);
    await disable('ep_1', { tenant: 'demo', reason: 'moves' }, desk);
    expect(await stateOf(desk)).toEqual({ ...gone, reason: 'moves' });
    expect(desk.terminal.output()).toMatch(/^it was disabled already, since \S+Z; its reason was: endpoint is gone$/m);
  });

  test('is shown as such in JSON', async () => {
    const desk = testDesk([{ ...endpoint, state: gone }]);
    await disable('ep_1', { tenant: 'demo', json: true }, desk);
    expect(desk.printed()).toEqual({ id: 'ep_1', tenant: 'demo', state: gone, wasDisabled: true });
  });
});
