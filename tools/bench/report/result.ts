/** One quantity of one subject: a sample for each run. */
export interface Measured {
  readonly subject: string;
  readonly samples: readonly number[];
}

/** One quantity of subjects that do the same work, measured in alternation on one machine. */
export interface Result {
  /** Such as `webhook-http`; unique; it names its samples and its plot. */
  readonly id: string;
  /** Consecutive results with the same title are the columns of one table. */
  readonly title: string;
  /** Such as `CPU-s for 1,000 deliveries`. */
  readonly unit: string;
  readonly better: 'less' | 'more';
  /** Ours first. */
  readonly measured: readonly Measured[];
  /** The subjects are sizes or settings of ours, such as the memory of a function: no ratio is taken. @default false */
  readonly isSeries?: boolean;
}

export interface Benchmark {
  /** `--only` selects by a prefix of it. */
  readonly id: string;
  /** What is measured, and how, for a reader of `docs/benchmarks.md`. */
  readonly method: string;
  /** Measured only where `--only` names it: it needs more than this clone, such as Terraform. @default false */
  readonly isOptional?: boolean;
  measure(): AsyncIterable<Result>;
}
