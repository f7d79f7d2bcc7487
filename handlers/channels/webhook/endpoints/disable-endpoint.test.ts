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

it('keeps reason and time, and tells whoever listens', async () => {
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

it('remembers since when it was disabled the times before: what it missed then may not have been asked for', async () => {
  const disabledSince = '2026-11-01T00:00:00.000Z';
  const { state } = await disable(anEndpoint({ state: { enabled: true, since: disabledSince, disabledSince } }));
  expect(await state()).toMatchObject({ enabled: false, disabledSince });
});

it('leaves one that is disabled already as it is, and tells nobody', async () => {
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

it('says it again under the same id where a function died before it was written, or two see it at once', async () => {
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

it('says it under another id when it is disabled for another time', async () => {
  const endpoint = anEndpoint();
  const once = await disable(endpoint);
  const again = await disable({ ...endpoint, state: { enabled: true, since: '2026-11-24T09:30:00.000Z' } });
  expect(idsOf(again.events)).not.toEqual(idsOf(once.events));
});

it('leaves an endpoint alone that somebody changes meanwhile', async () => {
  const endpoint = anEndpoint();
  const registry = memoryEndpoints(endpoint);
  const { tenant, id } = endpoint;
  const state = { enabled: true, since: '2026-11-23T09:31:00.000Z' };
  const events = { raise: async () => void (await registry.change(tenant, id, { state })) };
  await disable(endpoint, { registry, events });
  expect((await registry.find(tenant, id))?.state).toEqual(state);
});

it('leaves an endpoint alone that is at another URL by now, and tells nobody', async () => {
  const endpoint = anEndpoint();
  const registry = memoryEndpoints({ ...endpoint, url: 'https://other.example.com/' });
  const { events } = await disable(endpoint, { registry });
  expect([(await registry.find(endpoint.tenant, endpoint.id))?.state, events.raised]).toEqual([endpoint.state, []]);
});

it('leaves an endpoint alone that gets another URL meanwhile', async () => {
  const endpoint = anEndpoint();
  const registry = memoryEndpoints(endpoint);
  const { tenant, id } = endpoint;
  const change = { url: 'https://other.example.com/' };
  const events = { raise: async () => void (await registry.change(tenant, id, change)) };
  await disable(endpoint, { registry, events });
  expect((await registry.find(tenant, id))?.state).toEqual(endpoint.state);
});

it('has nothing to do where the endpoint was removed', async () => {
  const { events } = await disable(anEndpoint(), { registry: memoryEndpoints() });
  expect(events.raised).toEqual([]);
});
