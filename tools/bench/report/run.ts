import type { Machine } from './machine';
import type { Result } from './result';

/** The results of one benchmark. */
export interface Section {
  readonly id: string;
  readonly method: string;
  readonly results: readonly Result[];
  readonly seconds: number;
}

/** One run of `npm run bench`. */
export interface Run {
  readonly machine: Machine;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly commit: string;
  readonly sections: readonly Section[];
}
