/** One quantity of one subject: a sample for each run. */
export interface Measured {
  readonly subject: string;
  readonly samples: readonly number[];
}

/** One quantity of subjects that do the same work, measured in alternation on one machine. */
export interface Result {
  /** Such as `webhook-http`; unique, and the anchor of its section. */
  readonly id: string;
  readonly title: string;
  /** Such as `CPU-s for 1,000 deliveries`. */
  readonly unit: string;
  readonly better: 'less' | 'more';
  /** Ours first. */
  readonly measured: readonly Measured[];
}

export interface Benchmark {
  /** `--only` selects by a prefix of it. */
  readonly id: string;
  /** What is measured, and how, for a reader of `docs/benchmarks.md`. */
  readonly method: string;
  measure(): AsyncIterable<Result>;
}
