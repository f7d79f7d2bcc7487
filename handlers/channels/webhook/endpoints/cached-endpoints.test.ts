import { memoryEndpoints } from '../../../../shared/memory/memory-endpoints';
import type { Endpoint, EndpointSource } from '../../../../shared/ports/endpoints';
import { anEndpoint, disabled } from '../../../../shared/testing/factories';
import { TestClock } from '../../../../shared/testing/test-clock';
import { cachedEndpoints, MAX_SNAPSHOT_SECONDS } from './cached-endpoints';

const CHECK_SECONDS = 10;

/** A cache over a registry that records its reads. */
function fixture(
  options: { readonly checkSeconds?: number; readonly maxEndpoints?: number } = {},
  ...saved: Endpoint[]
) {
  const clock = new TestClock();
  const registry = memoryEndpoints(...saved);
  const reads: string[] = [];
  const read = <Answer>(what: string, answer: Promise<Answer>) => {
    reads.push(what);
    return answer;
  };
  const source: EndpointSource = {
    version: (tenant) => read(`version ${tenant}`, registry.version(tenant)),
    load: (tenant) => read(`load ${tenant}`, registry.load(tenant)),
    find: (tenant, id) => read(`find ${id}`, registry.find(tenant, id)),
  };
  const directory = cachedEndpoints({ source, clock, checkSeconds: CHECK_SECONDS, ...options });
  const ids = async (tenant = 'acme') => [...(await directory.snapshot(tenant)).endpoints.keys()];
  return { clock, registry, reads, source, directory, ids };
}

const acme = (id: string, overrides: Partial<Endpoint> = {}) => anEndpoint({ tenant: 'acme', id, ...overrides });

describe('a snapshot', () => {
  it('is read once for however many deliveries', async () => {
    const { directory, reads, ids } = fixture({}, acme('ep_1'));
    await Promise.all(Array.from({ length: 50 }, () => directory.find('acme', 'ep_1')));
    expect(await ids()).toEqual(['ep_1']);
    expect(reads).toEqual(['load acme']);
  });

  it('is used without a check for a while, then its version is checked', async () => {
    const { clock, reads, ids } = fixture({}, acme('ep_1'));
    await ids();
    clock.advanceSeconds(CHECK_SECONDS - 1);
    await ids();
    expect(reads).toEqual(['load acme']);
    clock.advanceSeconds(1);
    await Promise.all([ids(), ids()]);
    clock.advanceSeconds(CHECK_SECONDS - 1);
    await ids();
    expect(reads).toEqual(['load acme', 'version acme']);
  });

  it('shows an added endpoint after the next check of its version', async () => {
    const { clock, registry, reads, ids } = fixture({}, acme('ep_1'));
    await ids();
    await registry.save(acme('ep_2'));
    expect(await ids()).toEqual(['ep_1']);
    clock.advanceSeconds(CHECK_SECONDS);
    expect(await ids()).toEqual(['ep_1', 'ep_2']);
    expect(reads).toEqual(['load acme', 'version acme', 'load acme']);
  });

  it('is read again within a minute even where its version says that nothing changed', async () => {
    const { clock, registry, source, ids } = fixture({ checkSeconds: 5 }, acme('ep_1'));
    // A query may see a part of a transaction: the new version, and not yet the endpoint.
    const torn = { ...(await registry.load('acme')), version: 1 };
    const { load } = source;
    Object.assign(source, { load: async () => torn });
    expect(await ids()).toEqual(['ep_1']);
    Object.assign(source, { load });
    await registry.save(acme('ep_2'));
    for (let seconds = 5; seconds < MAX_SNAPSHOT_SECONDS; seconds += 5) {
      clock.advanceSeconds(5);
      expect(await ids()).toEqual(['ep_1']);
    }
    clock.advanceSeconds(5);
    expect(await ids()).toEqual(['ep_1', 'ep_2']);
  });

  it('is checked each time if the environment says so', async () => {
    const { registry, reads, ids } = fixture({ checkSeconds: 0 }, acme('ep_1'));
    await ids();
    await registry.save(acme('ep_2'));
    expect(await ids()).toEqual(['ep_1', 'ep_2']);
    expect(reads).toEqual(['load acme', 'version acme', 'load acme']);
  });

  it('is checked again when the clock is set back', async () => {
    const { clock, reads, ids } = fixture({}, acme('ep_1'));
    await ids();
    clock.advanceSeconds(-3600);
    await ids();
    expect(reads).toEqual(['load acme', 'load acme']);
  });

  it('that could not be read is asked for again', async () => {
    const { source, ids } = fixture({}, acme('ep_1'));
    const { load } = source;
    Object.assign(source, { load: () => Promise.reject(new Error('throttled')) });
    await expect(Promise.all([ids(), ids()])).rejects.toThrow('throttled');
    Object.assign(source, { load });
    expect(await ids()).toEqual(['ep_1']);
  });

  it('of a tenant without endpoints is remembered too', async () => {
    const { reads, ids } = fixture();
    expect([await ids('nobody'), await ids('nobody')]).toEqual([[], []]);
    expect(reads).toEqual(['load nobody']);
  });

  it('is forgotten when others are used more and there are too many endpoints', async () => {
    const endpoints = ['one', 'two', 'three'].map((tenant) => anEndpoint({ tenant }));
    const { reads, ids } = fixture({ maxEndpoints: 4 }, ...endpoints);
    for (const tenant of ['one', 'two', 'one', 'three', 'one', 'two']) await ids(tenant);
    expect(reads).toEqual(['load one', 'load two', 'load three', 'load two']);
  });
});

describe('an endpoint', () => {
  it('that is not in the snapshot is read by itself: it may be newer', async () => {
    const { directory, registry, reads, ids } = fixture({}, acme('ep_1'));
    await ids();
    const added = acme('ep_2');
    await registry.save(added);
    expect(await directory.find('acme', 'ep_2')).toEqual(added);
    expect(await directory.find('acme', 'ep_3')).toBeUndefined();
    expect(reads).toEqual(['load acme', 'find ep_2', 'find ep_3']);
  });

  it('that was enabled a moment ago does not count as disabled', async () => {
    const { directory, registry, ids } = fixture({}, acme('ep_1', { state: disabled() }));
    await ids();
    const state = { enabled: true, since: '2026-11-23T09:30:00.000Z' };
    await registry.change('acme', 'ep_1', { state });
    expect((await directory.find('acme', 'ep_1'))?.state).toEqual(state);
  });

  it('that was disabled is found disabled within the time of a snapshot', async () => {
    const { directory, registry, clock } = fixture({}, acme('ep_1'));
    await directory.find('acme', 'ep_1');
    await registry.change('acme', 'ep_1', { state: disabled('gone') });
    clock.advanceSeconds(CHECK_SECONDS);
    expect((await directory.find('acme', 'ep_1'))?.state).toEqual(disabled('gone'));
  });
});

it('ten thousand endpoints of ten tenants cost one read each, and none a delivery', async () => {
  const endpoints = Array.from({ length: 10 }, (_, t) =>
    Array.from({ length: 999 }, (_, n) => anEndpoint({ tenant: `tenant-${t}`, id: `ep_${n}` })),
  ).flat();
  const { directory, reads } = fixture({}, ...endpoints);
  for (const { tenant, id } of endpoints) expect((await directory.find(tenant, id))?.id).toBe(id);
  expect(reads).toHaveLength(10);
});
