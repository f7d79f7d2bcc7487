import type { Circuit } from '../domain/delivery/circuit';

/** Circuits of endpoints that fail. Reading them is the directory's: they come with the snapshot of the endpoints. */
export interface Circuits {
  /**
   * Counts failures of an endpoint as `countFailures` says: creates its circuit, or starts it afresh after a gap. Atomic:
   * of concurrent callers each failure is counted once.
   *
   * @param at RFC 3339, UTC
   * @returns the circuit as it is then
   */
  fail(tenant: string, endpoint: string, count: number, at: string): Promise<Circuit>;
  /**
   * One conditional write: of any number of concurrent callers one gets true.
   *
   * @param seen `openUntil` as it was before; nothing is changed unless it still is
   */
  open(tenant: string, endpoint: string, opening: Opening, seen: string | undefined): Promise<boolean>;
  /** The endpoint is well. Nothing happens where there is no circuit. */
  close(tenant: string, endpoint: string): Promise<void>;
}

export type Opening = Required<Pick<Circuit, 'openUntil' | 'openings'>>;
