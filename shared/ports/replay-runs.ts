import type { ListedState } from '../domain/listing/listing-row';

/** Which deliveries a run replays. */
export interface ReplayFilter {
  readonly tenant: string;
  /** A state that a redrive may reopen. */
  readonly state: Extract<ListedState, 'failed' | 'rejected' | 'held'>;
  readonly type?: string;
  readonly channel?: string;
  /** Id of the endpoint. */
  readonly endpoint?: string;
  /** RFC 3339, UTC, with milliseconds: earliest acceptance. */
  readonly since?: string;
  /** The same, exclusive. Always there: a run ends, though new deliveries may fail. */
  readonly until: string;
}

/**
 * - `running`: not finished; `replays` continues it every minute
 * - `done`: everything that the filter found was handled
 * - `stopped`: by an operator
 * - `failed`: it could not continue; `reason` says why
 */
export type RunStatus = 'running' | 'done' | 'stopped' | 'failed';

export interface RunCounts {
  /** Notifications that were looked at. */
  readonly found: number;
  /** Deliveries that were sent to their queues. */
  readonly sent: number;
  /** Notifications without anything to send: delivered meanwhile, endpoint disabled, address erased. */
  readonly skipped: number;
  /** Deliveries that a queue refused, and notifications whose record was changed. */
  readonly failed: number;
}

/** A replay of all deliveries that a filter finds. */
export interface ReplayRun {
  /** ULID. */
  readonly id: string;
  readonly filter: ReplayFilter;
  /** Deliveries per second, at most. */
  readonly ratePerSecond: number;
  readonly status: RunStatus;
  readonly counts: RunCounts;
  /** RFC 3339, UTC. */
  readonly begunAt: string;
  /** The same: of the last progress. */
  readonly updatedAt: string;
  /** `positionOf` the last notification that was handled: the run goes from the newest to the oldest. */
  readonly position?: string;
  readonly reason?: string;
  /** Consecutive failures of a step; a step that succeeds resets it. */
  readonly failures: number;
}

export type RunKey = { readonly tenant: string; readonly id: string };

export interface RunLease {
  /** RFC 3339, UTC: nobody else takes the run before. */
  readonly until: string;
}

/** Stores runs. */
export interface ReplayRuns {
  /** Stores a new run. */
  begin(run: ReplayRun): Promise<void>;
  /** Strongly consistent; undefined if there is none. */
  read(key: RunKey): Promise<ReplayRun | undefined>;
  /** Runs that are running, of all tenants, the longest first; at most 100. Eventually consistent. */
  running(): Promise<readonly RunKey[]>;
  /** Of concurrent callers, exactly one gets a running run whose lease is over; the others undefined. */
  take(key: RunKey, lease: RunLease, now: string): Promise<ReplayRun | undefined>;
  /** Stores progress with a new lease; false, unchanged, if the run was stopped or taken by another since `held`. */
  save(run: ReplayRun, held: RunLease, next: RunLease): Promise<boolean>;
  /** Ends a running run; false if it is not running. */
  stop(key: RunKey, now: string): Promise<boolean>;
}
