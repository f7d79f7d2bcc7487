import type { Clock } from '../../ports/clock';
import type { Suppression, Suppressor } from '../../ports/mail-preferences';
import { readAddress } from './read-address';
import { readScope } from './read-scope';

export interface AddSuppressionRequest {
  /** One mail address, in any form that `recipients` allows. */
  readonly address: string;
  /** @default all tenants */
  readonly tenant?: string;
  readonly reason: Suppression['reason'];
}

export interface AddSuppressionPorts {
  readonly preferences: Suppressor;
  readonly clock: Clock;
}

/**
 * Suppresses an address. Idempotent: an address that is already suppressed keeps its reason and its time.
 *
 * @throws CodedError `cli.address_malformed`, `cli.tenant_malformed`
 */
export async function addSuppression(
  { address, tenant, reason }: AddSuppressionRequest,
  { preferences, clock }: AddSuppressionPorts,
): Promise<Suppression> {
  const since = clock.now().toISOString();
  const suppression: Suppression = { address: readAddress(address), scope: readScope(tenant), reason, since };
  await preferences.suppress(suppression);
  return suppression;
}
