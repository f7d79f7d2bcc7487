import { CodedError } from '../../domain/kit/errors/coded-error';
import { attributeFault } from '../../domain/notification/attribute-rules';

/**
 * The scope of a suppression: a tenant that notifications can have, or all where none is named. A tenant `*` would be all
 * by the name of one.
 *
 * @throws CodedError `cli.tenant_malformed`
 */
export function readScope(tenant: string | undefined): string {
  const fault = tenant === undefined ? undefined : attributeFault('tenant', tenant);
  if (!fault) return tenant ?? '*';
  throw new CodedError('cli.tenant_malformed', fault.message, 'leave the tenant out for all tenants');
}
