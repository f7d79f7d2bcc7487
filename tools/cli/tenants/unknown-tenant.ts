import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { AuditReader } from '../../../shared/ports/audit-chain';
import type { EndpointRegistry } from '../../../shared/ports/endpoints';

/** What has ever known of a tenant: its chain has a head, its endpoints have a version. */
export interface TenantPorts {
  readonly registry: Pick<EndpointRegistry, 'version'>;
  readonly chains: Pick<AuditReader, 'head'>;
}

/**
 * For a command that found nothing of a tenant: nothing of a mistyped name looks like nothing of an orderly one. A tenant
 * whose first notification came some seconds ago may have no chain yet.
 *
 * @throws CodedError `cli.unknown_tenant`
 */
export async function refuseUnknownTenant(tenant: string, { registry, chains }: TenantPorts): Promise<void> {
  if ((await registry.version(tenant)) > 0 || (await chains.head(tenant)) !== undefined) return;
  throw unknown(
    `nothing is known of tenant '${tenant}': it never had an endpoint, and the audit chain has nothing of it`,
    'its first endpoint was added, or its first notification recorded and, some seconds later, linked',
  );
}

const unknown = (message: string, since: string): CodedError =>
  new CodedError(
    'cli.unknown_tenant',
    message,
    `check the name: a tenant is known once ${since}; for another stack add --outputs`,
  );
