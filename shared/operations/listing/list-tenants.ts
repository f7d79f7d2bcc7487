import { writeCursor } from '../../domain/listing/cursor';
import type { AuditReader } from '../../ports/audit-chain';
import { positionOfCursor } from './list-cursor';
import { type Paging, validLimit } from './list-request';

export type ListTenantsRequest = Paging;

export interface ListTenantsPorts {
  readonly chains: Pick<AuditReader, 'tenants'>;
}

export interface TenantsPage {
  /** In the order of their names. */
  readonly tenants: readonly string[];
  /** Cursor of the next page; absent after the last one. */
  readonly next?: string;
}

/**
 * One page of the tenants that published something: those with an audit chain. A tenant is listed some seconds after its
 * first notification, and without limit from then on.
 *
 * @throws CodedError `list.request_malformed`, `list.cursor_malformed`; errors of the ports
 */
export async function listTenants(
  { cursor, limit: asked }: ListTenantsRequest,
  { chains }: ListTenantsPorts,
): Promise<TenantsPage> {
  const limit = validLimit(asked);
  const tenants: string[] = [];
  for await (const tenant of chains.tenants(positionOfCursor(cursor, LIST, TENANT))) {
    if (tenants.length === limit) return { tenants, next: writeCursor(tenants.at(-1) ?? '', LIST) };
    tenants.push(tenant);
  }
  return { tenants };
}

const LIST = { list: 'tenants' };
const TENANT = /^[a-z0-9][a-z0-9_-]{0,63}$/;
