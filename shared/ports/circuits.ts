import type { Circuit } from '../domain/delivery/circuit';

/** Writes the circuit breakers of failing endpoints. Reads come with the endpoint (`EndpointDirectory.known`). */
export interface Circuits {
  /**
   * Counts failures of an endpoint with `countFailures`: creates its circuit, or resets it after a gap. Atomic: each
   * failure of concurrent callers is counted once.
   *
   * @param at RFC 3339, UTC
   * @returns the circuit after the write
   */
  fail(tenant: string, endpoint: string, count: number, at: string): Promise<Circuit>;
  /**
   * One conditional write: of concurrent callers, exactly one gets true.
   *
   * @param seen the previous `openUntil`; nothing changes if it has changed since
   */
  open(tenant: string, endpoint: string, opening: Opening, seen: string | undefined): Promise<boolean>;
  /** Closes the circuit after a success. Does nothing if there is none. */
  close(tenant: string, endpoint: string): Promise<void>;
}

export type Opening = Required<Pick<Circuit, 'openUntil' | 'openings'>>;
