import { apiEvent, claimsOf } from '../testing/api-event';
import { callerOf } from './caller';

const NAMES = { tenantClaim: 'tenant', roleClaim: 'role' };
const bearing = (claims: Record<string, unknown>, names = NAMES) =>
  callerOf(apiEvent({ route: 'listTypes', claims }), names);
const rolesOf = (role: unknown) => bearing({ tenant: 'acme', role }).roles;
const tenantOf = (tenant: unknown) => bearing({ tenant, role: 'reader' }).tenant;

describe('the bearer of a token', () => {
  it('has the tenant and the roles of its claims, and the name of its subject', () => {
    expect(bearing(claimsOf('acme', 'operator', 'reader'))).toEqual({
      tenant: 'acme',
      roles: ['reader', 'operator'],
      name: 'someone',
    });
  });

  it.each([
    ['one text', 'operator', ['operator']],
    ['a list as API Gateway writes it', '[reader producer]', ['reader', 'producer']],
    ['a list of one', '[reader]', ['reader']],
    ['an array', ['producer', 'reader'], ['reader', 'producer']],
    ['texts with spaces between, as `scope` has them', 'openid producer email', ['producer']],
    ['texts with commas between', 'reader, operator', ['reader', 'operator']],
    ['a role twice', '[reader reader]', ['reader']],
  ])('has the roles of %s', (_form, claim, expected) => {
    expect(rolesOf(claim)).toEqual(expected);
  });

  it.each([
    [undefined],
    [''],
    ['[]'],
    ['admin'],
    ['Operator'],
    ['operators'],
    ['operator:read'],
    [['admin', 7]],
    [7],
    [null],
    [true],
    [{ operator: true }],
  ])('has no role by the claim %j', (claim) => {
    expect(rolesOf(claim)).toEqual([]);
  });

  it('may name every tenant', () => {
    expect(tenantOf('*')).toBe('*');
  });

  it.each([
    [undefined],
    [''],
    [null],
    [7],
    [['acme']],
    ['[acme]'],
    ['[acme other]'],
    ['acme other'],
    ['Acme'],
    ['acme#other'],
    [' *'],
    ['**'],
    ['a'.repeat(65)],
    ['acme\n'],
  ])('has no tenant by the claim %j', (claim) => {
    expect(tenantOf(claim)).toBeUndefined();
  });

  it('is judged by the claims that the environment names', () => {
    const claims = { 'https://example.com/org': 'acme', groups: '[producer]', tenant: 'other', role: 'operator' };
    const names = { tenantClaim: 'https://example.com/org', roleClaim: 'groups' };
    expect(bearing(claims, names)).toEqual({ tenant: 'acme', roles: ['producer'], name: 'a bearer without a name' });
  });
});

describe('a caller without token', () => {
  it('who is a principal of AWS has every role and every tenant', () => {
    expect(callerOf(apiEvent({ route: 'listTypes' }), NAMES)).toEqual({
      tenant: '*',
      roles: ['reader', 'operator', 'producer'],
      name: 'arn:aws:iam::000000000000:user/producer',
    });
  });

  it('has no name where the emulator writes none', () => {
    const event = apiEvent({ route: 'listTypes' });
    Object.assign(event.requestContext, { authorizer: { iam: { userArn: null } } });
    expect(callerOf(event, NAMES)).toMatchObject({ tenant: '*', name: 'a principal of AWS' });
  });

  it('is nobody on an open route', () => {
    expect(callerOf(apiEvent({ route: 'getHealth' }), NAMES)).toEqual({ tenant: undefined, roles: [], name: 'nobody' });
  });
});
