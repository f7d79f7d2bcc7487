import type { RecordTime } from '../../ports/audit-chain';

/**
 * What a look for missed notifications is for. The first is for all. A second one is for all that the first has not sent,
 * however old: a link may list it only now, or a function that takes the endpoint for disabled may have held it meanwhile.
 * In a ledger that is too large to be walked through, or may not be, it is for what was accepted recently: there may be millions of others.
 */
export class Sought {
  /** Whether every look so far knew all records of the tenant: only then is known which of them no link lists. */
  isComplete = true;
  /** Ids of what was sent, or could not be, and a second look would find again. */
  readonly done = new Set<string>();
  private isForAll = true;

  /** @param recentSince RFC 3339, UTC. @default no second look: nothing is remembered */
  constructor(private readonly recentSince?: string) {}

  /**
   * Begins a look.
   *
   * @param isWalked whether it knows all records that there are
   */
  begin(isWalked: boolean): void {
    this.isForAll = this.isComplete;
    this.isComplete &&= isWalked;
  }

  has({ id }: Pick<RecordTime, 'id'>): boolean {
    return !this.done.has(id);
  }

  /** From when on to read, not before `since`. */
  from(since: string): string {
    return this.isForAll || this.isRecent(since) ? since : (this.recentSince ?? since);
  }

  settle({ id, acceptedAt }: RecordTime): void {
    if (this.recentSince !== undefined && (this.isComplete || this.isRecent(acceptedAt))) this.done.add(id);
  }

  private isRecent(moment: string): boolean {
    return this.recentSince !== undefined && moment >= this.recentSince;
  }
}
