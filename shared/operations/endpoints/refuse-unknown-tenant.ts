import { CodedError } from '../../domain/kit/errors/coded-error';
import type { AuditReader } from '../../ports/audit-chain';
import type { EndpointRegistry } from '../../ports/endpoints';

/** A tenant is known if its endpoints have a version, or its audit chain has a head. */
export interface TenantPorts {
  readonly registry: Pick<EndpointRegistry, 'version'>;
  readonly chains: Pick<AuditReader, 'head'>;
}

/**
 * Throws for an unknown tenant. For an operation with an empty result, which a mistyped name would have too. A tenant whose
 * first notification came some seconds ago may have no chain yet.
 *
 * @throws CodedError `cli.unknown_tenant`
 */
export async function refuseUnknownTenant(tenant: string, { registry, chains }: TenantPorts): Promise<void> {
  if ((await registry.version(tenant)) > 0 || (await chains.head(tenant)) !== undefined) return;
  throw new CodedError(
    'cli.unknown_tenant',
    `nothing is known of tenant '${tenant}': it never had an endpoint, and the audit chain has nothing of it`,
    'check the name: a tenant is known once its first endpoint was added, or its first notification recorded and, some seconds later, linked',
  );
}
