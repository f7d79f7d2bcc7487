import type { Fault } from './coded-error';

/** A fault of one entry among several. `path` is within the entry. */
export interface LineFault extends Fault {
  /** From 1. */
  readonly line: number;
}
