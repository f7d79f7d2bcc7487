import type { RecordTime } from '../../../shared/ports/audit-chain';

/**
 * What a look for missed notifications is for. The first is for all. A second one is for what was accepted recently, and for
 * what no link listed at the first one, however old it is: the rest was found then, and is not sent twice.
 */
export class Sought {
  /** Whether the looks so far knew every record of the tenant: only then is known which of them no link lists. */
  isComplete = true;
  /** Ids that a second look leaves out. Bounded, for there may be millions: of recent ones, or of a ledger that is walked through. */
  readonly done = new Set<string>();
  private isForAll = true;

  /** @param recentSince RFC 3339, UTC. @default no second look: nothing is remembered */
  constructor(private readonly recentSince?: string) {}

  /**
   * Begins a look.
   *
   * @param accepted all records that there are; undefined where that is not known
   * @returns those of them that the look is for
   */
  begin(accepted: readonly RecordTime[] | undefined): readonly RecordTime[] {
    this.isComplete &&= accepted !== undefined;
    return (accepted ?? []).filter((one) => this.has(one));
  }

  has({ id, acceptedAt }: RecordTime): boolean {
    return !this.done.has(id) && (this.isForAll || this.isRecent(acceptedAt));
  }

  /** From when on to read: no further back than `since`, and only as far as there is something that the look is for. */
  from(since: string, wanted: readonly RecordTime[]): string {
    const { recentSince = since } = this;
    const isOlder = this.isForAll && (!this.isComplete || wanted.some(({ acceptedAt }) => !this.isRecent(acceptedAt)));
    return isOlder || recentSince < since ? since : recentSince;
  }

  /** It was sent, or could not be. */
  settle({ id, acceptedAt }: RecordTime): void {
    if (this.recentSince !== undefined && (this.isComplete || this.isRecent(acceptedAt))) this.done.add(id);
  }

  /**
   * Ends a look. What was accepted recently may still be held by a function that takes the endpoint for disabled, so that it
   * is looked for again although a link lists it.
   */
  end(wanted: readonly RecordTime[], unlisted: ReadonlySet<string>): void {
    for (const one of wanted) if (!unlisted.has(one.id) && !this.isRecent(one.acceptedAt)) this.settle(one);
    this.isForAll = this.isComplete;
  }

  private isRecent(acceptedAt: string): boolean {
    return this.recentSince !== undefined && acceptedAt >= this.recentSince;
  }
}
