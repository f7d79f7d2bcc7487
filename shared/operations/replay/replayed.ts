import type { Endpoint } from '../../ports/endpoints';
import type { Missed } from './missed-deliveries';
import { SearchScope } from './search-scope';

/** A notification that could not be sent, with the reason. */
export interface NotSent {
  readonly notificationId: string;
  readonly reason: string;
}

/** Result of a replay of missed notifications. Has counts and no lists, because there may be millions. */
export interface MissedReplay {
  /** Number of deliveries that were sent to the queue, or would be in a dry run. */
  readonly deliveries: number;
  readonly failed: number;
  /** The first few failures. */
  readonly failures: readonly NotSent[];
  /** RFC 3339, UTC: acceptance time of the first notification for which the endpoint's rate has no room. */
  readonly leftSince: string | undefined;
  /** Number of records that no link of the audit chain lists yet, so they were not found; null if it is unknown. */
  readonly notLinked: number | null;
}

/** Accumulates the counts of one replay over its passes. */
export class Replayed {
  sent = 0;
  failed = 0;
  readonly failures: NotSent[] = [];
  leftSince: string | undefined;
  notLinked: number | undefined;
  readonly scope: SearchScope;

  /** @param recentSince RFC 3339, UTC. @default no second pass */
  constructor(
    readonly endpoint: Endpoint,
    recentSince?: string,
  ) {
    this.scope = new SearchScope(recentSince);
  }

  add({ record }: Missed, reason: string | undefined): void {
    this.scope.settle(record);
    if (reason === undefined) this.sent++;
    else if (++this.failed <= MAX_NAMED) this.failures.push({ notificationId: record.id, reason });
  }

  result(): MissedReplay {
    const { sent: deliveries, failed, failures, leftSince, notLinked = null } = this;
    return { deliveries, failed, failures, leftSince, notLinked };
  }
}

const MAX_NAMED = 3;
