import { isEndpoint } from '../../domain/listing/listing-row';
import type { Clock } from '../../ports/clock';
import type { ListedRow, ListingReader } from '../../ports/listing';
import type { ReplayRun, ReplayRuns } from '../../ports/replay-runs';
import { type ReplayRequest, type ValidReplay, validReplay } from './replay-request';
import { rowsToReplay } from './rows-to-replay';

export interface BeginReplayRequest extends ReplayRequest {
  /** True to send nothing, and to say what would be sent. */
  readonly dryRun: boolean;
}

export interface BeginReplayPorts {
  readonly listing: ListingReader;
  readonly runs: Pick<ReplayRuns, 'begin'>;
  readonly clock: Clock;
  /** A new ULID. */
  newId(): string;
}

export interface FoundDelivery {
  readonly notificationId: string;
  readonly type: string;
  /** RFC 3339, UTC. */
  readonly acceptedAt: string;
  readonly channel: string;
  /** Absent for other targets than endpoints. */
  readonly endpoint?: string;
}

export type BegunReplay =
  | {
      readonly kind: 'found';
      /** How many the filter finds, as of some seconds ago. */
      readonly deliveries: number;
      /** False if there are more than were counted, at 10,000. */
      readonly isComplete: boolean;
      /** The newest 100. */
      readonly first: readonly FoundDelivery[];
    }
  | { readonly kind: 'begun'; readonly run: ReplayRun };

const PAGE = 500;
const MAX_COUNTED = 10_000;
const MAX_NAMED = 100;

/**
 * Begins a replay of all deliveries that the filter finds, which the function `replays` continues within a minute; or, as a
 * dry run, counts and names them. Without `until`, what was accepted until now.
 *
 * @throws CodedError `list.request_malformed`; errors of the ports
 */
export async function beginReplay(
  { dryRun, ...request }: BeginReplayRequest,
  ports: BeginReplayPorts,
): Promise<BegunReplay> {
  const valid = validReplay(request, ports);
  if (dryRun) return count(valid, ports.listing);
  const now = ports.clock.now().toISOString();
  const run: ReplayRun = {
    ...valid,
    id: ports.newId(),
    status: 'running',
    counts: { found: 0, sent: 0, skipped: 0, failed: 0 },
    begunAt: now,
    updatedAt: now,
    failures: 0,
  };
  await ports.runs.begin(run);
  return { kind: 'begun', run };
}

async function count({ filter }: ValidReplay, listing: ListingReader): Promise<BegunReplay> {
  const first: FoundDelivery[] = [];
  let [deliveries, read]: [number, number] = [0, 0];
  let position: string | undefined;
  do {
    const page = await rowsToReplay(filter, position, PAGE, listing);
    deliveries += page.rows.length;
    read += PAGE;
    first.push(...page.rows.slice(0, MAX_NAMED - first.length).map(found));
    position = page.next;
  } while (position !== undefined && read < MAX_COUNTED);
  return { kind: 'found', deliveries, isComplete: position === undefined, first };
}

const found = ({ id, type, acceptedAt, channel = '', target = '' }: ListedRow): FoundDelivery => ({
  notificationId: id,
  type,
  acceptedAt,
  channel,
  ...(isEndpoint(target) && { endpoint: target }),
});
