import { memoryEndpoints } from '../../../../shared/memory/memory-endpoints';
import {
  type MemoryOperationalEvents,
  memoryOperationalEvents,
} from '../../../../shared/memory/memory-operational-events';
import type { Endpoint } from '../../../../shared/ports/endpoints';
import { anEndpoint, disabled } from '../../../../shared/testing/factories';
import { recordingLogger } from '../../../../shared/testing/recording-logger';
import { TestClock } from '../../../../shared/testing/test-clock';
import { type DisablePorts, disableEndpoint } from './disable-endpoint';

const GONE = 'gone: the endpoint answered 410';

async function disable(endpoint: Endpoint, overrides: Partial<DisablePorts> = {}) {
  const registry = memoryEndpoints(endpoint);
  const events = memoryOperationalEvents();
  const ports = { registry, events, clock: new TestClock(), log: recordingLogger(), ...overrides };
  const { tenant, id } = endpoint;
  const since = ports.clock.now().toISOString();
  await disableEndpoint(endpoint, GONE, ports);
  return { ...ports, since, events, state: async () => (await registry.find(tenant, id))?.state };
}

it('records reason and time, and raises an event', async () => {
  const endpoint = anEndpoint();
  const { events, state, since } = await disable(endpoint);
  expect(await state()).toEqual({ enabled: false, reason: GONE, since });
  const { tenant, id } = endpoint;
  expect(events.raised).toEqual([
    {
      type: 'endpoint.disabled',
      tenant,
      subject: id,
      cause: endpoint.state.since,
      time: since,
      data: { reason: GONE },
    },
  ]);
});

it('keeps the time of the first disabling: notifications missed then may not have been replayed', async () => {
  const disabledSince = '2026-11-01T00:00:00.000Z';
  const { state } = await disable(anEndpoint({ state: { enabled: true, since: disabledSince, disabledSince } }));
  expect(await state()).toMatchObject({ enabled: false, disabledSince });
});

it('does not change an endpoint that is already disabled, and raises no event', async () => {
  const endpoint = anEndpoint({ state: disabled() });
  const { events, state } = await disable(endpoint);
  expect([await state(), events.raised]).toEqual([endpoint.state, []]);
});

it('disables also where the event cannot be raised, and logs that', async () => {
  const events = { raise: () => Promise.reject(new Error('no such topic')) };
  const log = recordingLogger();
  const { state } = await disable(anEndpoint(), { events, log });
  expect(await state()).toMatchObject({ enabled: false });
  expect(log.lines.map(({ event }) => event)).toEqual(['event_not_raised', 'endpoint_disabled']);
});

const idsOf = (events: MemoryOperationalEvents): readonly string[] =>
  events.messages().map(({ text }) => JSON.parse(text).id);

it('raises the event again under the same id if a function died before the write, or two disable it at once', async () => {
  const [endpoint, registry, events] = [anEndpoint(), memoryEndpoints(), memoryOperationalEvents()];
  await registry.save(endpoint);
  const ports = { registry, events, clock: new TestClock(), log: recordingLogger() };
  const dying = { ...registry, change: () => Promise.reject(new Error('died')) };
  await expect(disableEndpoint(endpoint, GONE, { ...ports, registry: dying })).rejects.toThrow('died');
  ports.clock.advanceSeconds(60);
  await Promise.all([disableEndpoint(endpoint, GONE, ports), disableEndpoint(endpoint, 'failing since then', ports)]);
  expect(idsOf(events)).toHaveLength(3);
  expect(new Set(idsOf(events)).size).toBe(1);
  expect(ports.log.lines.map(({ event }) => event)).toEqual(['endpoint_disabled']);
});

it('raises an event with another id when it is disabled again later', async () => {
  const endpoint = anEndpoint();
  const once = await disable(endpoint);
  const again = await disable({ ...endpoint, state: { enabled: true, since: '2026-11-24T09:30:00.000Z' } });
  expect(idsOf(again.events)).not.toEqual(idsOf(once.events));
});

it('does not disable an endpoint that is changed concurrently', async () => {
  const endpoint = anEndpoint();
  const registry = memoryEndpoints(endpoint);
  const { tenant, id } = endpoint;
  const state = { enabled: true, since: '2026-11-23T09:31:00.000Z' };
  const events = { raise: async () => void (await registry.change(tenant, id, { state })) };
  await disable(endpoint, { registry, events });
  expect((await registry.find(tenant, id))?.state).toEqual(state);
});

it('does not disable an endpoint whose URL was changed, and raises no event', async () => {
  const endpoint = anEndpoint();
  const registry = memoryEndpoints({ ...endpoint, url: 'https://other.example.com/' });
  const { events } = await disable(endpoint, { registry });
  expect([(await registry.find(endpoint.tenant, endpoint.id))?.state, events.raised]).toEqual([endpoint.state, []]);
});

it('does not disable an endpoint whose URL is changed concurrently', async () => {
  const endpoint = anEndpoint();
  const registry = memoryEndpoints(endpoint);
  const { tenant, id } = endpoint;
  const change = { url: 'https://other.example.com/' };
  const events = { raise: async () => void (await registry.change(tenant, id, change)) };
  await disable(endpoint, { registry, events });
  expect((await registry.find(tenant, id))?.state).toEqual(endpoint.state);
});

it('does nothing if the endpoint was removed', async () => {
  const { events } = await disable(anEndpoint(), { registry: memoryEndpoints() });
  expect(events.raised).toEqual([]);
});
