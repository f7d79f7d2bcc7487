import { catalogue } from '../../shared/catalogue';
import { CodedError } from '../../shared/domain/kit/errors/coded-error';
import type { ChannelManifest } from '../../shared/domain/manifest/channel';
import type { FunctionManifest } from '../../shared/domain/manifest/function-manifest';
import type { Arrival } from '../../shared/domain/routes/routes';
import type { Environment } from '../environment';
import { channelFaults } from './channel-rules';
import { environmentFaults } from './environment-rules';
import { eventSourceFaults } from './event-source-rules';
import { functionFaults } from './function-rules';
import { registryFaults, removeFaults } from './registry-rules';
import { routeFaults } from './route-rules';

/**
 * Refuses a stack that could lose or repeat notifications, or that AWS would refuse in the middle of an apply.
 *
 * @param types of the catalogue
 * @throws CodedError `stack.invalid`, once, with every violation
 */
export function assertValid(
  environment: Environment,
  channels: readonly ChannelManifest[],
  functions: readonly FunctionManifest[],
  types: readonly Arrival[] = catalogue,
): void {
  const faults = [
    ...environmentFaults(environment),
    ...registryFaults(channels, functions),
    ...removeFaults(environment.remove ?? [], channels),
    ...channels.flatMap((manifest, index) => channelFaults(manifest, `/channels/${index}`)),
    ...routeFaults(channels, types, environment),
    ...functions.flatMap((manifest, index) => functionFaults(manifest, `/functions/${index}`)),
    ...eventSourceFaults(environment, channels, functions),
  ];
  if (faults.length === 0) return;
  const message = `stack '${environment.name}' breaks ${faults.length} rule(s)`;
  throw new CodedError('stack.invalid', message, 'change the values that the faults name', faults);
}
