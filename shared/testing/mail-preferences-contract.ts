import { ulid } from 'ulid';
import type { MailPreferenceRegistry, Objection, Suppression, Unsubscription } from '../ports/mail-preferences';
import { aTenant } from './factories';

/** Contract of all mail preferences. Uses its own tenants and addresses, so that a table may be shared. */
export function describeMailPreferencesContract(name: string, makeRegistry: () => MailPreferenceRegistry): void {
  describe(`${name}, as mail preferences`, () => {
    describeObjections(makeRegistry);
    describeRegistry(makeRegistry);
  });
}

const since = '2026-11-23T09:30:00.000Z';
const anAddress = (): string => `ann-${ulid().toLowerCase()}@example.com`;
const aSuppression = (overrides: Partial<Suppression> = {}): Suppression => ({
  address: anAddress(),
  scope: aTenant(),
  reason: 'COMPLAINT',
  since,
  ...overrides,
});
const anUnsubscription = (overrides: Partial<Unsubscription> = {}): Unsubscription => ({
  address: anAddress(),
  tenant: aTenant(),
  category: 'newsletter',
  since,
  ...overrides,
});
const suppressed = (suppression: Suppression): Objection => ({ kind: 'suppressed', ...suppression });
const unsubscribed = (unsubscription: Unsubscription): Objection => ({ kind: 'unsubscribed', ...unsubscription });

function describeObjections(makeRegistry: () => MailPreferenceRegistry): void {
  it('have no objection to an unknown address', async () => {
    expect(await makeRegistry().objection(anAddress(), aTenant(), 'newsletter')).toBeUndefined();
  });

  it('a complaint suppresses every category of its tenant, and no other tenant', async () => {
    const registry = makeRegistry();
    const complaint = aSuppression();
    const { address, scope } = complaint;
    await registry.suppress(complaint);
    for (const category of ['transactional', 'newsletter']) {
      expect(await registry.objection(address, scope, category)).toEqual(suppressed(complaint));
    }
    expect(await registry.objection(address, aTenant(), 'newsletter')).toBeUndefined();
  });

  it('a bounce suppresses every tenant', async () => {
    const registry = makeRegistry();
    const bounce = aSuppression({ scope: '*', reason: 'BOUNCE' });
    await registry.suppress(bounce);
    expect(await registry.objection(bounce.address, aTenant(), 'transactional')).toEqual(suppressed(bounce));
  });

  it('an unsubscription ends one category of one tenant, and nothing else', async () => {
    const registry = makeRegistry();
    const unsubscription = anUnsubscription();
    const { address, tenant } = unsubscription;
    await registry.unsubscribe(unsubscription);
    expect(await registry.objection(address, tenant, 'newsletter')).toEqual(unsubscribed(unsubscription));
    for (const [otherTenant, category] of [
      [tenant, 'transactional'],
      [tenant, 'newsletter2'],
      [tenant, 'news'],
      [aTenant(), 'newsletter'],
    ] as const) {
      expect(await registry.objection(address, otherTenant, category)).toBeUndefined();
    }
  });

  it('answer with the widest objection: all tenants, then the tenant, then the category', async () => {
    const registry = makeRegistry();
    const [address, tenant] = [anAddress(), aTenant()];
    const unsubscription = anUnsubscription({ address, tenant });
    const complaint = aSuppression({ address, scope: tenant });
    const bounce = aSuppression({ address, scope: '*', reason: 'BOUNCE' });
    const answer = () => registry.objection(address, tenant, 'newsletter');
    await registry.unsubscribe(unsubscription);
    expect(await answer()).toEqual(unsubscribed(unsubscription));
    await registry.suppress(complaint);
    expect(await answer()).toEqual(suppressed(complaint));
    await registry.suppress(bounce);
    expect(await answer()).toEqual(suppressed(bounce));
  });

  it('find an address in any case, and none that only starts or ends alike', async () => {
    const registry = makeRegistry();
    const bounce = aSuppression({ scope: '*' });
    await registry.suppress(bounce);
    expect(await registry.objection(bounce.address.toUpperCase(), aTenant(), 'x')).toEqual(suppressed(bounce));
    for (const other of [`x${bounce.address}`, `${bounce.address}.org`]) {
      expect(await registry.objection(other, aTenant(), 'x')).toBeUndefined();
    }
  });

  it('keep the first reason and time when they are recorded again', async () => {
    const registry = makeRegistry();
    const [complaint, unsubscription] = [aSuppression(), anUnsubscription()];
    const later = '2026-12-24T00:00:00.000Z';
    await registry.suppress(complaint);
    await registry.suppress({ ...complaint, reason: 'BOUNCE', since: later });
    await registry.unsubscribe(unsubscription);
    await registry.unsubscribe({ ...unsubscription, since: later });
    expect(await registry.objections(complaint.address)).toEqual([suppressed(complaint)]);
    expect(await registry.objections(unsubscription.address)).toEqual([unsubscribed(unsubscription)]);
  });
}

function describeRegistry(makeRegistry: () => MailPreferenceRegistry): void {
  async function withAll(registry: MailPreferenceRegistry): Promise<{ address: string; all: Objection[] }> {
    const address = anAddress();
    const suppressions = ['*', 't1', 't2'].map((scope) => aSuppression({ address, scope }));
    const unsubscriptions = ['a', 'b'].map((category) => anUnsubscription({ address, tenant: 't1', category }));
    for (const suppression of suppressions.toReversed()) await registry.suppress(suppression);
    for (const unsubscription of unsubscriptions.toReversed()) await registry.unsubscribe(unsubscription);
    return { address, all: [...suppressions.map(suppressed), ...unsubscriptions.map(unsubscribed)] };
  }

  it('list every objection to an address, suppressions first', async () => {
    const registry = makeRegistry();
    const { address, all } = await withAll(registry);
    expect(await registry.objections(address.toUpperCase())).toEqual(all);
  });

  it('list all there are', async () => {
    const registry = makeRegistry();
    const { address, all } = await withAll(registry);
    const listed: Objection[] = [];
    for await (const page of registry.all()) listed.push(...page);
    const text = (objections: readonly Objection[]) =>
      objections.map((objection) => JSON.stringify(sorted(objection))).sort();
    expect(text(listed.filter((objection) => objection.address === address))).toEqual(text(all));
  });

  it('lift a suppression once, and leave the others', async () => {
    const registry = makeRegistry();
    const { address, all } = await withAll(registry);
    expect([await registry.lift(address.toUpperCase(), 't1'), await registry.lift(address, 't1')]).toEqual([
      true,
      false,
    ]);
    expect(await registry.objections(address)).toEqual(
      all.filter((one) => one.kind !== 'suppressed' || one.scope !== 't1'),
    );
  });

  it('subscribe again once, and leave the others', async () => {
    const registry = makeRegistry();
    const { address, all } = await withAll(registry);
    const answers = [
      await registry.resubscribe(address.toUpperCase(), 't1', 'a'),
      await registry.resubscribe(address, 't1', 'a'),
    ];
    expect(answers).toEqual([true, false]);
    expect(await registry.objections(address)).toEqual(
      all.filter((one) => one.kind !== 'unsubscribed' || one.category !== 'a'),
    );
  });
}

const sorted = (objection: Objection): object => Object.fromEntries(Object.entries(objection).sort());
