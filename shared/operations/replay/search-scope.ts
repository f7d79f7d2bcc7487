import type { RecordTime } from '../../ports/audit-chain';

/**
 * Scope of a pass that searches for missed notifications. The first pass searches all. The second pass searches all that
 * the first has not sent, however old: a link may list it only now, or a function that had the endpoint cached as
 * disabled may have held it. If the ledger is too large to scan, or IAM denies the scan, the second pass searches only
 * recent ones.
 */
export class SearchScope {
  /** True if every pass so far knew all records of the tenant; only then the number of unlisted records is known. */
  isComplete = true;
  /** Ids that were sent, or could not be, and that a second pass would find again. */
  readonly done = new Set<string>();
  private isForAll = true;

  /** @param recentSince RFC 3339, UTC. @default no second pass, so that no ids are kept */
  constructor(private readonly recentSince?: string) {}

  /**
   * Begins a pass.
   *
   * @param isWalked true if the scan listed all records
   */
  begin(isWalked: boolean): void {
    this.isForAll = this.isComplete;
    this.isComplete &&= isWalked;
  }

  has({ id }: Pick<RecordTime, 'id'>): boolean {
    return !this.done.has(id);
  }

  /** Start time of the pass, not before `since`. */
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
