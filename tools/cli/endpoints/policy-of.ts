import { type AddressPolicy, parsePorts } from '../../../shared/http/address/address';
import type { StackConnection } from '../stack/connect-stack';

/** The address policy of the stack's own function, so that a saved endpoint is one that it posts to. */
export const policyOf = ({ isLocal, outputs }: Pick<StackConnection, 'isLocal' | 'outputs'>): AddressPolicy => ({
  allowLoopback: isLocal,
  allowedPorts: parsePorts(outputs.webhook_ports ?? '443'),
});
