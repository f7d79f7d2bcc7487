import type { EndpointSnapshot } from '../../../shared/ports/endpoints';
import type { NotificationHistory } from '../../../shared/ports/ledger';
import type { StackConnection } from '../stack/connect-stack';
import { endpointRegistryOf } from '../stack/endpoint-registry-of';

const NONE: EndpointSnapshot = { version: 0, endpoints: new Map(), circuits: new Map() };

/** Of the tenant whose notification was accepted, with the circuits of those that fail; none before that. */
export const endpointsOf = async (
  { event }: NotificationHistory,
  connection: StackConnection,
): Promise<EndpointSnapshot> => (event === undefined ? NONE : endpointRegistryOf(connection).load(event.tenant));
