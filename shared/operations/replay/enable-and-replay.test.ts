import { memoryEndpoints } from '../../memory/memory-endpoints';
import type { EndpointState } from '../../ports/endpoints';
import { disabled } from '../../testing/factories';
import { type EnableAndReplayPorts, enableAndReplay } from './enable-and-replay';
import { missedSources } from './testing/missed-sources';
import { day, endpoint } from './testing/missed-world';

const switchedOff = { ...disabled('moves'), since: day(15) };

function aWorld(state: EndpointState = switchedOff) {
  const { sources, clock, found, onFound, accepted, sent } = missedSources();
  const registry = memoryEndpoints({ ...endpoint, state });
  const steps: string[] = [];
  const ports: EnableAndReplayPorts = {
    registry,
    clock,
    sleep: async () => void steps.push('slept'),
    openReplay: async () => {
      steps.push('opened');
      return sources;
    },
    onEnabled: ({ state }) => void steps.push(`enabled ${state.enabled}, sent ${sent().length}`),
    onFound,
    onWait: (seconds) => void steps.push(`waits ${seconds} s`),
  };
  const run = (overrides: Partial<EnableAndReplayPorts> = {}) =>
    enableAndReplay({ tenant: 'demo', id: 'ep_1' }, { ...ports, ...overrides });
  const stateNow = async () => (await registry.find('demo', 'ep_1'))?.state;
  return { run, steps, stateNow, accepted, sent, found };
}

describe('enableAndReplay', () => {
  it('enables the endpoint, sends it what it missed, and returns both', async () => {
    const { run, accepted, sent, found, stateNow } = aWorld();
    await accepted('held', 16, 'held');
    await accepted('missed', 17);
    const { endpoint: enabled, replayed } = await run();
    expect(sent().map(([name]) => name)).toEqual(['held', 'missed']);
    expect(found).toHaveLength(2);
    expect(replayed).toEqual({ deliveries: 2, failed: 0, failures: [], leftSince: undefined, notLinked: 0 });
    const state = { enabled: true, since: day(23), disabledSince: day(15) };
    expect(enabled).toEqual({ ...endpoint, state });
    expect(await stateNow()).toEqual(state);
  });

  it('opens queue and keys first, reports that the endpoint is enabled, and only then sends', async () => {
    const { run, steps, accepted } = aWorld();
    await accepted('missed', 17);
    await run();
    expect(steps).toEqual(['opened', 'enabled true, sent 0', 'waits 60 s', 'slept']);
  });

  it('leaves the endpoint disabled where queue or keys cannot be opened', async () => {
    const { run, stateNow } = aWorld();
    const openReplay = () => Promise.reject(new Error('no such queue'));
    await expect(run({ openReplay })).rejects.toThrow('no such queue');
    expect(await stateNow()).toEqual(switchedOff);
  });

  it('refuses an endpoint that was never disabled, and sends nothing', async () => {
    const never = { enabled: true, since: day(2) };
    const { run, steps, accepted, sent, stateNow } = aWorld(never);
    await accepted('missed', 17);
    await expect(run()).rejects.toMatchObject({
      code: 'cli.endpoint_enabled',
      message: `endpoint 'ep_1' was not disabled, it is enabled since ${day(2)}; nothing was sent`,
    });
    expect([steps, sent(), await stateNow()]).toEqual([[], [], never]);
  });

  it('refuses an unknown endpoint before it opens anything', async () => {
    const { run, steps } = aWorld();
    await expect(run({ registry: memoryEndpoints() })).rejects.toMatchObject({ code: 'cli.unknown_endpoint' });
    expect(steps).toEqual([]);
  });

  it('sends nothing where another operator changes the endpoint at the same time', async () => {
    const { run, steps, accepted, sent } = aWorld();
    await accepted('missed', 17);
    const registry = { ...memoryEndpoints({ ...endpoint, state: switchedOff }), change: async () => false };
    await expect(run({ registry })).rejects.toMatchObject({ code: 'cli.endpoint_changed' });
    expect([steps, sent()]).toEqual([['opened'], []]);
  });
});
