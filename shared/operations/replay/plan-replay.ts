import type { AddressDigest } from '../../domain/audit-chain/address-digest';
import type { ChannelManifest } from '../../domain/manifest/channel';
import type { AuditReader } from '../../ports/audit-chain';
import type { Clock } from '../../ports/clock';
import type { Endpoint, EndpointRegistry } from '../../ports/endpoints';
import type { LedgerReader } from '../../ports/ledger';
import { withHeld } from '../status/held';
import { ownedBy } from '../status/owner';
import { canonicalId, isUnknown, unknownId } from '../status/unknown-id';
import { refuseDisabled } from './refuse-disabled';
import { refuseEmpty } from './refuse-empty';
import { refuseUnknownChannel, refuseUnknownTarget } from './refuse-unknown';
import { type RecordedHistory, type ReplayPlan, type ReplaySelection, replayPlan } from './replay-plan';

export interface PlanReplayRequest extends Pick<ReplaySelection, 'channel' | 'target'> {
  /** Id of the notification. */
  readonly id: string;
  /** Of whom alone it may be: what another tenant owns is as unknown as what nobody has. @default of any tenant */
  readonly tenant?: string;
}

export interface PlanReplayPorts {
  readonly ledger: Pick<LedgerReader, 'history'>;
  readonly records: Pick<AuditReader, 'records'>;
  readonly endpoints: Pick<EndpointRegistry, 'load'>;
  readonly clock: Clock;
  /** All deployed channels. */
  readonly channels: readonly ChannelManifest[];
  /** The keyed digest for seals of records. Opened only if there may be something to replay. */
  openDigest(): Promise<AddressDigest>;
}

/**
 * Plans the replay of one notification: deliveries to attempt again, and deliveries that are left out. Sends nothing;
 * `runReplay` does.
 *
 * @throws CodedError `cli.unknown_channel`, `cli.unknown_id`, `cli.unknown_target`, `cli.nothing_to_replay`,
 *   `cli.endpoint_disabled`, `cli.record_malformed`; errors of the ports
 */
export async function planReplay(
  { id, tenant, ...asked }: PlanReplayRequest,
  ports: PlanReplayPorts,
): Promise<ReplayPlan> {
  const { channels, clock } = ports;
  refuseUnknownChannel(asked, channels);
  const recorded = await recordedHistory(canonicalId(id), tenant, ports);
  if (isUnknown(recorded)) throw unknownId(id);
  const endpoints = await endpointsOf(recorded, ports);
  const history = withHeld(recorded, endpoints, clock.now(), channels);
  refuseUnknownTarget(id, history, asked);
  const disabled = new Set(endpoints.filter(({ state }) => !state.enabled).map((endpoint) => endpoint.id));
  const context = { now: clock.now(), digest: await ports.openDigest(), channels };
  const plan = replayPlan(history, { ...asked, disabled }, context);
  refuseDisabled(id, plan, asked);
  refuseEmpty(id, history, plan, asked, channels);
  return plan;
}

/** The history, with the record as an audit reads it: including its seal. */
export async function recordedHistory(
  id: string,
  tenant: string | undefined,
  { ledger, records }: Pick<PlanReplayPorts, 'ledger' | 'records'>,
): Promise<RecordedHistory> {
  const { event, deliveries } = ownedBy(await ledger.history(id), tenant);
  if (event === undefined) return { deliveries };
  const [record] = await records.records([id]);
  return { ...(record && { event: record }), deliveries };
}

/** All endpoints of the accepted notification's tenant. */
async function endpointsOf({ event }: RecordedHistory, { endpoints }: PlanReplayPorts): Promise<readonly Endpoint[]> {
  return event === undefined ? [] : [...(await endpoints.load(event.tenant)).endpoints.values()];
}
