import { ulid } from 'ulid';
import type { EndpointRegistry, Suppression, SuppressionList } from '../ports/directory';
import { anEndpoint, aTenant } from './factories';

export interface Directory {
  readonly endpoints: EndpointRegistry;
  readonly suppressions: SuppressionList;
}

/** What every directory does. Uses tenants and addresses of its own, so that a table may be shared. */
export function describeDirectoryContract(name: string, makeDirectory: () => Directory): void {
  describe(`${name}, as a registry of endpoints`, () => describeEndpoints(() => makeDirectory().endpoints));
  describe(`${name}, as a suppression list`, () => describeSuppressions(() => makeDirectory().suppressions));
}

function describeEndpoints(makeRegistry: () => EndpointRegistry): void {
  it('finds an endpoint as it was saved', async () => {
    const registry = makeRegistry();
    const endpoint = anEndpoint({ types: ['order.*', 'invoice.paid'], enabled: false });
    await registry.save(endpoint);
    expect(await registry.find(endpoint.tenant, endpoint.id)).toEqual(endpoint);
  });

  it('replaces an endpoint that is saved again', async () => {
    const registry = makeRegistry();
    const endpoint = anEndpoint();
    const changed = { ...endpoint, enabled: false, secrets: ['whsec_bmV3', ...endpoint.secrets] };
    await registry.save(endpoint);
    await registry.save(changed);
    expect(await registry.list(endpoint.tenant)).toEqual([changed]);
  });

  it('lists the endpoints of one tenant, by id', async () => {
    const registry = makeRegistry();
    const tenant = aTenant();
    const [first, second, third] = [1, 2, 3].map((n) => anEndpoint({ tenant, id: `ep_${n}` }));
    for (const endpoint of [third, first, second, anEndpoint(), anEndpoint({ tenant: `${tenant}x` })]) {
      if (endpoint) await registry.save(endpoint);
    }
    expect(await registry.list(tenant)).toEqual([first, second, third]);
  });

  it('has none for a tenant that saved none', async () => {
    const registry = makeRegistry();
    expect(await registry.list(aTenant())).toEqual([]);
    expect(await registry.find(aTenant(), 'ep_1')).toBeUndefined();
  });

  it("does not find or remove another tenant's endpoint", async () => {
    const registry = makeRegistry();
    const endpoint = anEndpoint();
    await registry.save(endpoint);
    const stranger = aTenant();
    expect(await registry.find(stranger, endpoint.id)).toBeUndefined();
    expect(await registry.remove(stranger, endpoint.id)).toBe(false);
    expect(await registry.find(endpoint.tenant, endpoint.id)).toEqual(endpoint);
  });

  it('removes an endpoint once', async () => {
    const registry = makeRegistry();
    const endpoint = anEndpoint();
    await registry.save(endpoint);
    const answers = [
      await registry.remove(endpoint.tenant, endpoint.id),
      await registry.remove(endpoint.tenant, endpoint.id),
    ];
    expect(answers).toEqual([true, false]);
    expect(await registry.list(endpoint.tenant)).toEqual([]);
  });
}

const aSuppression = (overrides: Partial<Suppression> = {}): Suppression => ({
  address: `ann-${ulid().toLowerCase()}@example.com`,
  scope: aTenant(),
  reason: 'COMPLAINT',
  since: '2026-11-23T09:30:00.000Z',
  ...overrides,
});

function describeSuppressions(makeList: () => SuppressionList): void {
  it('suppresses an address for the tenant it was complained to, and for no other', async () => {
    const list = makeList();
    const suppression = aSuppression();
    await list.suppress(suppression);
    expect(await list.suppression(suppression.address, suppression.scope)).toEqual(suppression);
    expect(await list.suppression(suppression.address, aTenant())).toBeUndefined();
  });

  it('suppresses an address that bounced for every tenant', async () => {
    const list = makeList();
    const bounce = aSuppression({ scope: '*', reason: 'BOUNCE' });
    await list.suppress(bounce);
    expect(await list.suppression(bounce.address, aTenant())).toEqual(bounce);
  });

  it('answers with the one for all where there are two', async () => {
    const list = makeList();
    const complaint = aSuppression();
    const bounce = { ...complaint, scope: '*', reason: 'BOUNCE' } as const;
    for (const suppression of [complaint, bounce]) await list.suppress(suppression);
    expect(await list.suppression(complaint.address, complaint.scope)).toEqual(bounce);
  });

  it('finds an address in any case', async () => {
    const list = makeList();
    const suppression = aSuppression();
    await list.suppress(suppression);
    expect(await list.suppression(suppression.address.toUpperCase(), suppression.scope)).toEqual(suppression);
  });

  it('knows no address that merely begins or ends alike', async () => {
    const list = makeList();
    const suppression = aSuppression({ scope: '*' });
    await list.suppress(suppression);
    expect(await list.suppression(`x${suppression.address}`, aTenant())).toBeUndefined();
    expect(await list.suppression(`${suppression.address}.org`, aTenant())).toBeUndefined();
  });
}
