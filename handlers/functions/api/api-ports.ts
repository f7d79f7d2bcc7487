import type { AddEndpointPorts } from '../../../shared/operations/endpoints/add-endpoint';
import type { ListEndpointsPorts } from '../../../shared/operations/endpoints/list-endpoints';
import type { ListPorts } from '../../../shared/operations/listing/list-notifications';
import type { PublishPorts } from '../../../shared/operations/publish/publish-entries';
import type { PlanReplayPorts } from '../../../shared/operations/replay/plan-replay';
import type { RunReplayPorts } from '../../../shared/operations/replay/run-replay';
import type { BeginReplayPorts } from '../../../shared/operations/replays/begin-replay';
import type { AuditReader } from '../../../shared/ports/audit-chain';
import type { DataKeys } from '../../../shared/ports/data-keys';
import type { EndpointRegistry } from '../../../shared/ports/endpoints';
import type { AcceptedContents } from '../../../shared/ports/ledger';
import type { ListingDetails } from '../../../shared/ports/listing';
import type { Logger } from '../../../shared/ports/logger';
import type { MailPreferenceRegistry } from '../../../shared/ports/mail-preferences';
import type { ReplayRuns } from '../../../shared/ports/replay-runs';

/** What the routes need of the outside. */
export interface ApiPorts
  extends PublishPorts,
    RunReplayPorts,
    Omit<PlanReplayPorts, 'endpoints' | 'records'>,
    Omit<AddEndpointPorts, 'registry' | 'keys' | 'chains'>,
    Omit<ListEndpointsPorts, 'registry' | 'chains'>,
    Omit<ListPorts, 'details'>,
    Omit<BeginReplayPorts, 'runs'> {
  readonly chains: Pick<AuditReader, 'head' | 'links' | 'tenants'>;
  readonly details: ListingDetails;
  readonly runs: Pick<ReplayRuns, 'begin' | 'read' | 'stop'>;
  readonly contents: Pick<AcceptedContents, 'accepted'>;
  readonly records: Pick<AuditReader, 'records'>;
  readonly registry: EndpointRegistry;
  readonly keys: DataKeys;
  readonly preferences: MailPreferenceRegistry;
  readonly log: Logger;
}
