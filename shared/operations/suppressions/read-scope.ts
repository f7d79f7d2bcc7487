import { CodedError } from '../../domain/kit/errors/coded-error';
import { attributeFault } from '../../domain/notification/attribute-rules';

/**
 * The scope of a suppression: a valid tenant, or `*` for all if none is given. Refuses `*` as a tenant, because it would
 * mean all tenants.
 *
 * @throws CodedError `cli.tenant_malformed`
 */
export function readScope(tenant: string | undefined): string {
  const fault = tenant === undefined ? undefined : attributeFault('tenant', tenant);
  if (!fault) return tenant ?? '*';
  throw new CodedError('cli.tenant_malformed', fault.message, 'leave the tenant out for all tenants');
}
