import { type AddressPolicy, parsePorts } from '../../../shared/http/address/address';
import type { StackConnection } from '../stack/connect-stack';

/** Where the stack's own function would post to: what is saved must be deliverable, and the other way round. */
export const policyOf = ({ isLocal, outputs }: Pick<StackConnection, 'isLocal' | 'outputs'>): AddressPolicy => ({
  allowLoopback: isLocal,
  allowedPorts: parsePorts(outputs.webhook_ports ?? '443'),
});
