import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Role } from '../../../../shared/api/contract/define-route';
import { isValid } from '../../../../shared/domain/notification/attribute-rules';

/** Who calls, as API Gateway has authenticated it. */
export interface Caller {
  /** `*` is every tenant; undefined if the token names none, or what no tenant can be called. */
  readonly tenant: string | undefined;
  readonly roles: readonly Role[];
  /** For the log: the ARN of an AWS principal, or `sub` of a token. */
  readonly name: string;
}

export interface ClaimNames {
  readonly tenantClaim: string;
  readonly roleClaim: string;
}

const ROLES: readonly Role[] = ['reader', 'operator', 'producer'];
/** Of an open route. */
const NOBODY: Caller = { tenant: undefined, roles: [], name: 'nobody' };

interface Authorizer {
  readonly jwt?: { readonly claims: Readonly<Record<string, unknown>> };
  readonly iam?: { readonly userArn?: string | null };
}

/**
 * A principal of AWS may do whatever IAM lets it invoke, for every tenant. The bearer of a token may do what its roles allow
 * for the tenant that it names: a claim that is missing or malformed allows nothing.
 */
export function callerOf({ requestContext }: APIGatewayProxyEventV2, names: ClaimNames): Caller {
  const { jwt, iam } = (requestContext as { authorizer?: Authorizer }).authorizer ?? {};
  if (jwt) return bearer(jwt.claims, names);
  return iam ? { tenant: '*', roles: ROLES, name: iam.userArn ?? 'a principal of AWS' } : NOBODY;
}

function bearer(claims: Readonly<Record<string, unknown>>, { tenantClaim, roleClaim }: ClaimNames): Caller {
  const tenant = claims[tenantClaim];
  const given = listed(claims[roleClaim]);
  return {
    tenant: tenant === '*' || isValid('tenant', tenant) ? (tenant as string) : undefined,
    roles: ROLES.filter((role) => given.includes(role)),
    name: String(claims.sub ?? 'a bearer without a name'),
  };
}

/** API Gateway writes a list as `[one two]`. Some issuers put several roles into one text, as `scope` does. */
function listed(claim: unknown): readonly string[] {
  if (Array.isArray(claim)) return claim.map(String);
  return typeof claim === 'string' ? claim.replace(/^\[(.*)\]$/s, '$1').split(/[\s,]+/) : [];
}
