import type { Endpoint } from '../../../shared/ports/endpoints';
import type { NotificationHistory } from '../../../shared/ports/ledger';
import type { StackConnection } from '../stack/connect-stack';
import { endpointRegistryOf } from '../stack/endpoint-registry-of';

/** Of the tenant whose notification was accepted; none before that. */
export async function endpointsOf(
  { event }: NotificationHistory,
  connection: StackConnection,
): Promise<readonly Endpoint[]> {
  if (event === undefined) return [];
  const snapshot = await endpointRegistryOf(connection).load(event.tenant);
  return [...snapshot.endpoints.values()];
}
