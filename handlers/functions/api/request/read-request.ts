import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { RouteId } from '../../../../shared/api/contract';
import { REQUEST_VALIDATORS } from '../../../../shared/api/request-validators.generated';
import type { RouteRow } from '../../../../shared/api/route-row';
import { faultsBy } from '../../../../shared/catalogue/faults-by-schema';
import { CodedError } from '../../../../shared/domain/kit/errors/coded-error';
import type { ApiRequest } from '../api-route';
import { inPart, invalidRequest, type PartFault, unknownTenant } from './api-error';
import type { Caller } from './caller';
import { bodyText, parseBody } from './read-body';
import { readQuery } from './read-query';

const JSON_ONLY = ['application/json'];
/** Methods whose requests have a body. */
const WITH_BODY = ['POST', 'PUT', 'PATCH'];

interface Route {
  readonly id: RouteId;
  readonly row: RouteRow;
  /** Such as `/oidc`. */
  readonly prefix: string;
}

/**
 * Checks a request by the contract: roles first, then query and body with all faults at once, then the tenant.
 *
 * @throws CodedError `api.forbidden`, `api.body_too_large`, `api.media_type`, `api.request_invalid`, `api.tenant_unknown`
 */
export function readRequest(event: APIGatewayProxyEventV2, { id, row, prefix }: Route, caller: Caller): ApiRequest {
  assertRole(row, caller);
  const text = WITH_BODY.includes(row.method) ? bodyText(event, row.media ?? JSON_ONLY) : '';
  const {
    query,
    tenant: inQuery,
    faults,
  } = readQuery(event.rawQueryString ?? '', {
    validator: REQUEST_VALIDATORS.get(`${id}Query`),
    hasTenant: row.tenant !== 'none',
  });
  const { body, faults: ofBody } = readBody(text, id);
  const named = inQuery ?? (body as { readonly tenant?: string } | undefined)?.tenant;
  const all = [...faults, ...ofBody, ...tenantFaults(row, caller, named)];
  if (all.length > 0) throw invalidRequest(all);
  return {
    caller,
    tenant: tenantOf(row, caller, named) as string,
    path: pathOf(event),
    query,
    body,
    text,
    headers: event.headers,
    requestId: event.requestContext.requestId,
    base: `https://${event.requestContext.domainName}${prefix}`,
  } as ApiRequest;
}

/** The schema of a body has defaults for all that an empty one leaves out. */
function readBody(text: string, id: RouteId): { readonly body: unknown; readonly faults: readonly PartFault[] } {
  const validator = REQUEST_VALIDATORS.get(`${id}Body`);
  if (validator === undefined) return { body: undefined, faults: [] };
  const body = text === '' ? {} : parseBody(text);
  const names = { code: 'api.body_invalid', path: '', name: 'the body' };
  return { body, faults: inPart('body', faultsBy(validator, body, names)) };
}

function assertRole({ roles }: RouteRow, caller: Caller): void {
  if (roles === 'everyone') return;
  const needed = roles.join(' or ');
  if (!roles.some((role) => caller.roles.includes(role))) {
    const has = caller.roles.length === 0 ? 'no role' : `the role ${caller.roles.join(' and ')}`;
    throw new CodedError('api.forbidden', `you have ${has}, needed is ${needed}`, 'ask the issuer of your tokens');
  }
  if (caller.tenant === undefined) {
    throw new CodedError('api.forbidden', 'your token names no tenant', 'ask the issuer of your tokens');
  }
}

function tenantFaults({ tenant: scope }: RouteRow, caller: Caller, named: string | undefined): PartFault[] {
  if (scope !== 'required' || caller.tenant !== '*' || named !== undefined) return [];
  const message = 'tenant is missing: you may act for every tenant, so name one';
  return inPart('query', [{ code: 'api.parameter_invalid', path: '/tenant', message }]);
}

/** @throws CodedError `api.tenant_unknown` for a tenant that is not the caller's */
function tenantOf({ tenant: scope }: RouteRow, caller: Caller, named: string | undefined): string | undefined {
  if (scope === 'none') return undefined;
  if (caller.tenant === '*') return named;
  if (named !== undefined && named !== caller.tenant) throw unknownTenant();
  return caller.tenant;
}

/** API Gateway has decoded them; emulators write null where there are none. */
const pathOf = ({ pathParameters }: APIGatewayProxyEventV2): Record<string, string> =>
  Object.fromEntries(Object.entries(pathParameters ?? {}).map(([name, value = '']) => [name, value]));
