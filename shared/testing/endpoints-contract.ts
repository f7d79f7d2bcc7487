import type { Endpoint, EndpointRange, EndpointRegistry, EndpointSource } from '../ports/endpoints';
import { anEndpoint, aTenant, disabled } from './factories';
import { aSealedSecret, someSealedHeaders } from './sealed';

/** Contract of every endpoint registry. Uses its own tenants, so that a table may be shared. */
export function describeEndpointsContract(name: string, makeRegistry: MakeRegistry): void {
  describe(`${name}, as a registry of endpoints`, () => {
    describeKeeping(makeRegistry);
    describeChanging(makeRegistry);
    describeVersions(makeRegistry);
    describeMaximum(makeRegistry);
    describeSource(makeRegistry);
  });
}

export type Registry = EndpointRegistry & EndpointSource;
type MakeRegistry = (limits?: { readonly maxEndpoints?: number }) => Registry;

const byId = (left: Endpoint, right: Endpoint): number => (left.id < right.id ? -1 : 1);

const listed = async (registry: EndpointRegistry, tenant: string): Promise<readonly Endpoint[]> => [
  ...(await registry.load(tenant)).endpoints.values(),
];

function describeKeeping(makeRegistry: MakeRegistry): void {
  it('finds an endpoint as it was saved', async () => {
    const registry = makeRegistry();
    const endpoint = anEndpoint({ types: ['order.*', 'invoice.paid'], state: disabled(), ratePerSecond: 0.5 });
    const headers = someSealedHeaders({ 'x-shop': 'one' }, endpoint);
    const format = { name: 'template', template: '{"type": "{{ notification.type }}"}' } as const;
    const whole = { ...endpoint, headers, format, contentType: 'application/vnd.acme+json' };
    await registry.save(whole);
    expect(await registry.find(endpoint.tenant, endpoint.id)).toEqual(whole);
  });

  it('replaces an endpoint that is saved again', async () => {
    const registry = makeRegistry();
    const endpoint = anEndpoint();
    const changed = { ...endpoint, state: disabled(), url: 'https://other.example.com/' };
    for (const each of [endpoint, changed]) await registry.save(each);
    expect(await listed(registry, endpoint.tenant)).toEqual([changed]);
  });

  it('loads the endpoints of one tenant, by id', async () => {
    const registry = makeRegistry();
    const tenant = aTenant();
    const [first, second, third] = [1, 2, 3].map((n) => anEndpoint({ tenant, id: `ep_${n}` }));
    for (const endpoint of [third, first, second, anEndpoint(), anEndpoint({ tenant: `${tenant}x` })]) {
      if (endpoint) await registry.save(endpoint);
    }
    const { endpoints, circuits } = await registry.load(tenant);
    expect([[...endpoints], circuits]).toEqual([
      [
        ['ep_1', first],
        ['ep_2', second],
        ['ep_3', third],
      ],
      new Map(),
    ]);
  });

  it('reads a page of the endpoints of one tenant, by id', async () => {
    const registry = makeRegistry();
    const tenant = aTenant();
    const all = [1, 2, 3, 10].map((n) => anEndpoint({ tenant, id: `ep_${n}` }));
    for (const endpoint of [...all, anEndpoint({ tenant: `${tenant}x` })]) await registry.save(endpoint);
    const idsOf = async (range: EndpointRange) => {
      const { endpoints, hasMore } = await registry.page(tenant, range);
      return [...endpoints.map(({ endpoint }) => endpoint.id), ...(hasMore ? ['more'] : [])];
    };
    expect(await idsOf({ limit: 2 })).toEqual(['ep_1', 'ep_10', 'more']);
    expect(await idsOf({ after: 'ep_10', limit: 2 })).toEqual(['ep_2', 'ep_3']);
    expect(await idsOf({ after: 'ep_11', limit: 1 })).toEqual(['ep_2', 'more']);
    expect(await idsOf({ after: 'ep_3', limit: 1 })).toEqual([]);
    expect(await registry.page(aTenant(), { limit: 1 })).toEqual({ endpoints: [], hasMore: false });
  });

  it('has the endpoints of all tenants, and nothing else', async () => {
    const registry = makeRegistry();
    const saved = [anEndpoint(), anEndpoint(), anEndpoint({ state: disabled() })];
    for (const endpoint of saved) await registry.save(endpoint);
    const all: Endpoint[] = [];
    for await (const endpoint of registry.all()) all.push(endpoint);
    expect(all.filter(({ id }) => saved.some((endpoint) => endpoint.id === id)).toSorted(byId)).toEqual(
      saved.toSorted(byId),
    );
    expect(all.filter(({ id, secrets }) => !id.startsWith('ep_') || secrets.length === 0)).toEqual([]);
  });

  it('has none for a tenant that saved none', async () => {
    const registry = makeRegistry();
    expect(await registry.load(aTenant())).toEqual({ version: 0, endpoints: new Map(), circuits: new Map() });
    expect(await registry.find(aTenant(), 'ep_1')).toBeUndefined();
  });

  it("does not find, change or remove another tenant's endpoint", async () => {
    const registry = makeRegistry();
    const endpoint = anEndpoint();
    await registry.save(endpoint);
    const stranger = aTenant();
    expect(await registry.find(stranger, endpoint.id)).toBeUndefined();
    expect(await registry.change(stranger, endpoint.id, { state: disabled() })).toBe(false);
    expect(await registry.remove(stranger, endpoint.id)).toBe(false);
    expect(await registry.find(endpoint.tenant, endpoint.id)).toEqual(endpoint);
  });

  it('removes an endpoint once', async () => {
    const registry = makeRegistry();
    const endpoint = anEndpoint();
    const remove = () => registry.remove(endpoint.tenant, endpoint.id);
    await registry.save(endpoint);
    expect([await remove(), await remove()]).toEqual([true, false]);
    expect(await listed(registry, endpoint.tenant)).toEqual([]);
  });
}

function describeChanging(makeRegistry: MakeRegistry): void {
  it('changes the given members and no others', async () => {
    const registry = makeRegistry();
    const endpoint = anEndpoint();
    await registry.save(endpoint);
    const change = { state: disabled(), ratePerSecond: 2 };
    expect(await registry.change(endpoint.tenant, endpoint.id, change)).toBe(true);
    expect(await registry.find(endpoint.tenant, endpoint.id)).toEqual({ ...endpoint, ...change });
  });

  it('changes only an endpoint that is as expected, so that two concurrent rotations lose no secret', async () => {
    const registry = makeRegistry();
    const endpoint = anEndpoint();
    const { tenant, id, secrets } = endpoint;
    await registry.save(endpoint);
    const rotated = [aSealedSecret('whsec_new', endpoint), ...secrets];
    const other = [aSealedSecret('whsec_other', endpoint), ...secrets];
    expect(await registry.change(tenant, id, { secrets: rotated }, { secrets })).toBe(true);
    expect(await registry.change(tenant, id, { secrets: other }, { secrets })).toBe(false);
    expect((await registry.find(tenant, id))?.secrets).toEqual(rotated);
  });

  it('changes URL and types, and removes what is given as undefined', async () => {
    const registry = makeRegistry();
    const endpoint = anEndpoint({ ratePerSecond: 2 });
    const { tenant, id, ratePerSecond, ...rest } = endpoint;
    await registry.save({ ...endpoint, headers: someSealedHeaders({ 'x-shop': 'one' }, endpoint) });
    const change = { url: 'https://other.example.com/', types: ['order.*'] };
    const removed = { headers: undefined, ratePerSecond: undefined };
    expect(await registry.change(tenant, id, { ...change, ...removed }, { ratePerSecond })).toBe(true);
    expect(await registry.find(tenant, id)).toEqual({ ...rest, ...change, tenant, id });
  });

  it('can remove members alone, without an expectation', async () => {
    const registry = makeRegistry();
    const endpoint = anEndpoint();
    const { tenant, id } = endpoint;
    await registry.save({ ...endpoint, ratePerSecond: 2 });
    expect(await registry.change(tenant, id, { ratePerSecond: undefined })).toBe(true);
    expect(await registry.find(tenant, id)).toEqual(endpoint);
  });

  it('changes nothing if a member exists that is expected to be absent', async () => {
    const registry = makeRegistry();
    const { headers, ...endpoint } = anEndpoint({ ratePerSecond: 2 });
    const { tenant, id } = endpoint;
    await registry.save(endpoint);
    const types = ['order.*'];
    expect(await registry.change(tenant, id, { types }, { headers, ratePerSecond: undefined })).toBe(false);
    expect(await registry.change(tenant, id, { types }, { headers, ratePerSecond: 2 })).toBe(true);
    expect(await registry.find(tenant, id)).toEqual({ ...endpoint, types });
  });

  it('does not recreate a removed endpoint', async () => {
    const registry = makeRegistry();
    const { tenant, id } = anEndpoint();
    expect(await registry.change(tenant, id, { state: disabled() })).toBe(false);
    expect(await registry.find(tenant, id)).toBeUndefined();
  });
}

function describeVersions(makeRegistry: MakeRegistry): void {
  it('has a later version after every change, and the same after none', async () => {
    const registry = makeRegistry();
    const endpoint = anEndpoint();
    const { tenant, id } = endpoint;
    const versions = [await registry.version(tenant)];
    for (const write of [
      () => registry.save(endpoint),
      () => registry.change(tenant, id, { state: disabled() }),
      () => registry.change(tenant, 'ep_none', { state: disabled() }),
      () => registry.remove(tenant, id),
      () => registry.remove(tenant, id),
    ]) {
      await write();
      versions.push(await registry.version(tenant));
    }
    expect(versions).toEqual([0, 1, 2, 2, 3, 3]);
    expect((await registry.load(tenant)).version).toBe(3);
  });

  it("leaves other tenants' versions alone", async () => {
    const registry = makeRegistry();
    const [one, other] = [anEndpoint(), anEndpoint()];
    for (const endpoint of [one, other, one]) await registry.save(endpoint);
    expect([await registry.version(one.tenant), await registry.version(other.tenant)]).toEqual([2, 1]);
  });

  it('counts each of many concurrent changes', async () => {
    const registry = makeRegistry();
    const tenant = aTenant();
    await Promise.all(Array.from({ length: 5 }, () => registry.save(anEndpoint({ tenant }))));
    const { version, endpoints } = await registry.load(tenant);
    expect([version, endpoints.size]).toEqual([5, 5]);
  });
}

function describeMaximum(makeRegistry: MakeRegistry): void {
  const setUp = async (added: number) => {
    const [registry, tenant] = [makeRegistry({ maxEndpoints: 3 }), aTenant()];
    const save = (id: string, overrides: Partial<Endpoint> = {}) =>
      registry.save(anEndpoint({ tenant, id, ...overrides }));
    for (let n = 1; n <= added; n++) expect(await save(`ep_${n}`)).toBe(true);
    const ids = async () => (await listed(registry, tenant)).map(({ id }) => id);
    return { registry, tenant, save, ids };
  };

  it('adds endpoints up to the maximum, and refuses one above, which changes nothing', async () => {
    const { registry, tenant, save } = await setUp(3);
    const before = [await registry.load(tenant), await registry.versions(tenant)];
    expect(await save('ep_4')).toBe(false);
    expect([await registry.load(tenant), await registry.versions(tenant)]).toEqual(before);
    expect(await registry.find(tenant, 'ep_4')).toBeUndefined();
  });

  it('replaces and changes endpoints of a tenant that has the maximum', async () => {
    const { registry, tenant, save, ids } = await setUp(3);
    expect(await save('ep_2', { types: ['order.*'] })).toBe(true);
    expect(await registry.change(tenant, 'ep_3', { types: ['order.*'] })).toBe(true);
    expect(await ids()).toEqual(['ep_1', 'ep_2', 'ep_3']);
    expect(await save('ep_4')).toBe(false);
  });

  it('frees the place of a removed endpoint once, and not of a disabled one', async () => {
    const { registry, tenant, save, ids } = await setUp(3);
    await registry.change(tenant, 'ep_1', { state: disabled() });
    expect(await save('ep_4')).toBe(false);
    expect([await registry.remove(tenant, 'ep_2'), await registry.remove(tenant, 'ep_2')]).toEqual([true, false]);
    expect([await save('ep_4'), await save('ep_5')]).toEqual([true, false]);
    expect(await ids()).toEqual(['ep_1', 'ep_3', 'ep_4']);
  });

  it('counts each tenant alone', async () => {
    const { registry } = await setUp(3);
    expect(await registry.save(anEndpoint())).toBe(true);
  });

  it('adds no more than the maximum for concurrent callers', async () => {
    const { save, ids } = await setUp(1);
    const results = await Promise.all(['ep_2', 'ep_3', 'ep_4', 'ep_5', 'ep_6'].map((id) => save(id)));
    expect(results.filter((isAdded) => isAdded)).toHaveLength(2);
    expect(await ids()).toHaveLength(3);
  });

  it('adds the first endpoints of a tenant for concurrent callers', async () => {
    const { save, ids } = await setUp(0);
    const results = await Promise.all(['ep_1', 'ep_2', 'ep_3', 'ep_4'].map((id) => save(id)));
    expect(results.filter((isAdded) => isAdded)).toHaveLength(3);
    expect(await ids()).toHaveLength(3);
  });

  it('gives one place to an endpoint that is saved by concurrent callers', async () => {
    const { save } = await setUp(1);
    expect(await Promise.all([1, 2, 3].map(() => save('ep_2')))).toEqual([true, true, true]);
    expect([await save('ep_3'), await save('ep_4')]).toEqual([true, false]);
  });

  it('frees one place for an endpoint that is removed by concurrent callers', async () => {
    const { registry, tenant, save } = await setUp(3);
    const results = await Promise.all([1, 2, 3].map(() => registry.remove(tenant, 'ep_1')));
    expect(results.filter((isRemoved) => isRemoved)).toHaveLength(1);
    expect([await save('ep_4'), await save('ep_5')]).toEqual([true, false]);
  });
}

function describeSource(makeRegistry: MakeRegistry): void {
  it('reads an endpoint by its id, as the whole tenant has it', async () => {
    const registry = makeRegistry();
    const endpoint = anEndpoint({ ratePerSecond: 2 });
    const { tenant, id } = endpoint;
    await registry.save(endpoint);
    expect(await registry.read(tenant, id)).toEqual({ endpoint, circuit: undefined });
    expect(await registry.read(aTenant(), id)).toEqual({ endpoint: undefined, circuit: undefined });
  });

  it('has a version of the index that changes only with types, states and endpoints', async () => {
    const registry = makeRegistry();
    const endpoint = anEndpoint();
    const { tenant, id } = endpoint;
    const versions = [await registry.versions(tenant)];
    for (const write of [
      () => registry.save(endpoint),
      () => registry.change(tenant, id, { url: 'https://other.example.com/', secrets: [], ratePerSecond: 2 }),
      () => registry.change(tenant, id, { types: ['order.*'] }),
      () => registry.change(tenant, id, { state: disabled() }),
      () => registry.remove(tenant, id),
    ]) {
      await write();
      versions.push(await registry.versions(tenant));
    }
    expect(versions.map(({ version, indexVersion }) => [version, indexVersion])).toEqual([
      [0, 0],
      [1, 1],
      [2, 1],
      [3, 2],
      [4, 3],
      [5, 4],
    ]);
  });

  it('has the filters of endpoints in the index, and another version of it when one changes', async () => {
    const registry = makeRegistry();
    const filter = '{"data":{"amount":[{"numeric":[">",100]}]}}';
    const endpoint = anEndpoint({ filter });
    const { tenant, id } = endpoint;
    await registry.save(endpoint);
    const ids = async (amount: number) =>
      (await registry.index(tenant)).index.wantedBy({ type: 'order.shipped', data: { amount } }).enabled;
    expect([await ids(100), await ids(101)]).toEqual([[], [id]]);
    expect(await registry.read(tenant, id)).toEqual({ endpoint, circuit: undefined });
    const earlierFilters = [{ filter, until: '2026-11-23T09:30:00.000Z' }];
    expect(await registry.change(tenant, id, { filter: undefined, earlierFilters }, { filter })).toBe(true);
    expect(await registry.change(tenant, id, { filter: '{"type":["x"]}' }, { filter })).toBe(false);
    expect([await ids(100), (await registry.versions(tenant)).indexVersion]).toEqual([[id], 2]);
    const { filter: removed, ...rest } = { ...endpoint, earlierFilters };
    expect(await registry.find(tenant, id)).toEqual(rest);
  });

  it('has an index of who wants what, with its versions, and of a range of endpoints', async () => {
    const registry = makeRegistry();
    const tenant = aTenant();
    const all: readonly Partial<Endpoint>[] = [
      { id: 'ep_1' },
      { id: 'ep_2', types: ['order.*', 'order.shipped'] },
      { id: 'ep_3', types: ['invoice.paid'] },
      { id: 'ep_4', types: ['order.shipped'], state: disabled() },
      { id: 'ep_5', types: ['order.shipped'] },
    ];
    for (const each of all) await registry.save(anEndpoint({ tenant, ...each }));
    await registry.change(tenant, 'ep_5', { ratePerSecond: 1 });
    const { index, version, indexVersion } = await registry.index(tenant);
    expect([version, indexVersion]).toEqual([6, 5]);
    expect(index.wantedBy({ type: 'order.shipped' })).toEqual({
      enabled: ['ep_1', 'ep_2', 'ep_5'],
      disabled: 1,
      filtered: 0,
    });
    const part = await registry.indexOf(tenant, { from: 'ep_2', to: 'ep_4' });
    expect(part.wantedBy({ type: 'order.shipped' })).toEqual({ enabled: ['ep_2'], disabled: 1, filtered: 0 });
    expect((await registry.index(aTenant())).index.wantedBy({ type: 'order.shipped' })).toEqual({
      enabled: [],
      disabled: 0,
      filtered: 0,
    });
  });
}
