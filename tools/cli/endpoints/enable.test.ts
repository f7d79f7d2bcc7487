import { anEndpoint, disabled } from '../../../shared/testing/factories';
import { testDesk } from '../testing/test-desk';
import { enable, enableWithReplay } from './enable';

const SINCE = '2026-11-23T09:30:00.000Z';
const endpoint = anEndpoint({ tenant: 'demo', id: 'ep_1' });
const stateOf = async ({ registry }: ReturnType<typeof testDesk>) => (await registry.find('demo', 'ep_1'))?.state;

test('a disabled endpoint is enabled again, without the reason, and remembers since when it was disabled', async () => {
  const desk = testDesk([{ ...endpoint, state: { ...disabled(), since: '2026-11-20T00:00:00.000Z' } }]);
  await enable('ep_1', { tenant: 'demo', json: true }, desk);
  const disabledSince = '2026-11-20T00:00:00.000Z';
  const state = { enabled: true, since: SINCE, disabledSince };
  expect([await stateOf(desk), desk.printed()]).toEqual([state, { id: 'ep_1', tenant: 'demo', state }]);
});

test('enabling an endpoint says that what it missed is held', async () => {
  const desk = testDesk([{ ...endpoint, state: { ...disabled(), since: '2026-11-20T00:00:00.000Z' } }]);
  await enable('ep_1', { tenant: 'demo' }, desk);
  expect(desk.terminal.output()).toBe(`ep_1 of tenant demo is enabled
what it missed since 2026-11-20T00:00:00.000Z is held: \`endpoints enable --replay\` sends what was not sent yet
`);
});

test('an endpoint that is enabled already keeps its time', async () => {
  const state = { enabled: true, since: '2026-11-01T00:00:00.000Z' };
  const desk = testDesk([{ ...endpoint, state }]);
  await enable('ep_1', { tenant: 'demo' }, desk);
  expect([await stateOf(desk), desk.terminal.output()]).toEqual([state, 'ep_1 of tenant demo is enabled\n']);
});

test('an endpoint that was never disabled is refused with --replay, and the fix names the command that replays', async () => {
  const desk = testDesk([{ ...endpoint, state: { enabled: true, since: SINCE } }]);
  await expect(enableWithReplay('ep_1', { tenant: 'demo' }, desk)).rejects.toMatchObject({
    code: 'cli.endpoint_enabled',
    message: `endpoint 'ep_1' was not disabled, it is enabled since ${SINCE}; nothing was sent`,
    fix: 'npx carillon replay --tenant demo --endpoint ep_1 --since <time> sends it what it missed',
  });
});
