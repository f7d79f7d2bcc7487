import { WHOLE_CORE_MEGABYTES } from '../function/function-process';

export interface Measurement {
  readonly invocations: number;
  /** On a whole core. */
  readonly cpuMs: number;
  /** With AWS and endpoints as slow as `LATENCIES`. */
  readonly wallMs: number;
}

/**
 * GB-seconds of the invocations at this memory: waiting lasts as long as measured, and CPU time is stretched by the share of
 * a vCPU that the memory has. Assumes that a vCPU of Lambda is as fast as a core of this machine.
 */
export function gigabyteSeconds({ invocations, cpuMs, wallMs }: Measurement, megabytes: number): number {
  const waitingMs = Math.max(0, wallMs - cpuMs);
  const share = Math.min(1, megabytes / WHOLE_CORE_MEGABYTES);
  const billedMs = Math.ceil((waitingMs + cpuMs / share) / invocations) * invocations;
  return (billedMs / 1_000) * (megabytes / 1_024);
}
