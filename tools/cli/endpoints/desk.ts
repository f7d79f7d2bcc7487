import type { UnknownTypes } from '../../../shared/catalogue/type-faults';
import type { AddressPolicy } from '../../../shared/http/address/address';
import { dnsResolve, type Resolve } from '../../../shared/http/address/resolve';
import type { MissedSources } from '../../../shared/operations/replay/look-for-missed';
import type { AuditReader } from '../../../shared/ports/audit-chain';
import type { Clock } from '../../../shared/ports/clock';
import type { DataKeyStore, DataKeys } from '../../../shared/ports/data-keys';
import type { EndpointRegistry } from '../../../shared/ports/endpoints';
import type { ListingReader } from '../../../shared/ports/listing';
import { cachedDataKeys } from '../../../shared/runtime/keys/cached-data-keys';
import type { GlobalOptions } from '../options';
import { openReplay } from '../replay/open-replay';
import { chainsOf } from '../stack/chains-of';
import { connectStack } from '../stack/connect-stack';
import { endpointRegistryOf } from '../stack/endpoint-registry-of';
import { keyStoreOf } from '../stack/key-store-of';
import { listingOf } from '../stack/listing-of';
import { unknownTypesOf } from '../stack/unknown-types-of';
import type { Terminal } from '../terminal';
import { policyOf } from './policy-of';

/** Opens the ports of commands on endpoints and data keys. */
export type OpenDesk = (options: GlobalOptions) => Promise<Desk>;

export interface Desk {
  readonly terminal: Terminal;
  /** The terminal's clock. */
  readonly clock: Clock;
  readonly registry: EndpointRegistry;
  readonly unknownTypes: UnknownTypes;
  /** Seals secrets. The first use of a purpose makes its key. */
  readonly keys: DataKeys;
  readonly keyStore: DataKeyStore;
  /** Address policy of the stack's own function. */
  readonly policy: AddressPolicy;
  readonly resolve: Resolve;
  /** DNS name that `--verify` sends as origin: the domain of the stack's mail. */
  readonly origin: string;
  /** Tells whether anything was ever recorded of a tenant. */
  readonly chains: Pick<AuditReader, 'head'>;
  readonly listing: ListingReader;
  /** Ports that find and send what endpoints missed. */
  openReplay(): Promise<MissedSources>;
}

/** @throws CodedError as connecting to the stack does */
export async function openDesk({ outputs }: GlobalOptions, terminal: Terminal): Promise<Desk> {
  const connection = await connectStack(outputs, terminal);
  const keyStore = keyStoreOf(connection);
  return {
    terminal,
    clock: terminal.clock,
    registry: endpointRegistryOf(connection),
    keys: cachedDataKeys({ store: keyStore, clock: terminal.clock }),
    keyStore,
    policy: policyOf(connection),
    unknownTypes: unknownTypesOf(connection.outputs),
    resolve: dnsResolve(),
    origin: connection.outputs.mail_identity ?? 'carillon.invalid',
    chains: chainsOf(connection),
    listing: listingOf(connection).listing,
    openReplay: () => openReplay(connection, terminal),
  };
}
