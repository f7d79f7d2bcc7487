import type { Endpoint } from '../../ports/endpoints';
import type { Missed } from './missed-deliveries';
import { Sought } from './sought';

/** Why a notification could not be sent. */
export interface NotSent {
  readonly notificationId: string;
  readonly reason: string;
}

/** What became of everything that an endpoint missed: counted, for there may be millions. */
export interface MissedReplay {
  /** Asked for again, or in a dry run what would be. */
  readonly deliveries: number;
  readonly failed: number;
  /** The first few that could not be sent. */
  readonly failures: readonly NotSent[];
  /** RFC 3339, UTC: when the first was accepted for which the endpoint's rate has no room. */
  readonly leftSince: string | undefined;
  /** How many could not be found because no link of the audit chain lists them yet; null where it is not known. */
  readonly notLinked: number | null;
}

/** Counts over the looks of one replay. */
export class Replayed {
  sent = 0;
  failed = 0;
  readonly failures: NotSent[] = [];
  leftSince: string | undefined;
  notLinked: number | undefined;
  readonly sought: Sought;

  /** @param recentSince RFC 3339, UTC. @default no second look */
  constructor(
    readonly endpoint: Endpoint,
    recentSince?: string,
  ) {
    this.sought = new Sought(recentSince);
  }

  add({ record }: Missed, reason: string | undefined): void {
    this.sought.settle(record);
    if (reason === undefined) this.sent++;
    else if (++this.failed <= MAX_NAMED) this.failures.push({ notificationId: record.id, reason });
  }

  result(): MissedReplay {
    const { sent: deliveries, failed, failures, leftSince, notLinked = null } = this;
    return { deliveries, failed, failures, leftSince, notLinked };
  }
}

const MAX_NAMED = 3;
