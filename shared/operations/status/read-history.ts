import type { ChannelManifest } from '../../domain/manifest/channel';
import type { Clock } from '../../ports/clock';
import type { EndpointRegistry, EndpointSnapshot } from '../../ports/endpoints';
import type { LedgerReader, NotificationHistory } from '../../ports/ledger';
import { withHeld } from './held';
import { ownedBy } from './owner';
import { canonicalId } from './unknown-id';
import { withCircuits } from './with-circuits';

export interface StatusPorts {
  readonly ledger: Pick<LedgerReader, 'history'>;
  readonly endpoints: Pick<EndpointRegistry, 'load'>;
  /** All that are deployed. */
  readonly channels: readonly ChannelManifest[];
  readonly clock: Clock;
}

/** All that is known of one id: what is recorded, what endpoints have missed, and the circuits of those that fail. */
export interface NamedHistory extends NotificationHistory {
  readonly id: string;
}

/**
 * @param given a notification's id, or the SQS message id of one that could not be read; of any case of letters
 * @param tenant the owner; of a notification of another one nothing is returned, and no more is read than of an unknown one.
 *   @default any
 */
export async function readHistory(
  given: string,
  { ledger, endpoints, channels, clock }: StatusPorts,
  tenant?: string,
): Promise<NamedHistory> {
  const id = canonicalId(given);
  const recorded = ownedBy(await ledger.history(id), tenant);
  const ofTenant = recorded.event === undefined ? NONE : await endpoints.load(recorded.event.tenant);
  const history = withCircuits(recorded, ofTenant.circuits);
  return { id, ...withHeld(history, ofTenant.endpoints.values(), clock.now(), channels) };
}

/** Before a notification is accepted, nothing says whose endpoints it is for. */
const NONE: Pick<EndpointSnapshot, 'endpoints' | 'circuits'> = { endpoints: new Map(), circuits: new Map() };
