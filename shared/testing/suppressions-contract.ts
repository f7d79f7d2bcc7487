import { ulid } from 'ulid';
import type { Suppression, SuppressionList } from '../ports/directory';
import { aTenant } from './factories';

/** What every suppression list does. Uses tenants and addresses of its own, so that a table may be shared. */
export function describeSuppressionsContract(name: string, makeList: () => SuppressionList): void {
  describe(`${name}, as a suppression list`, () => describeSuppressions(makeList));
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
