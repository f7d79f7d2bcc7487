import type { Circuit } from '../../../../shared/domain/delivery/circuit';
import { type LruCache, lruCache } from '../../../../shared/domain/kit/cache/lru-cache';
import type { Opening } from '../../../../shared/ports/circuits';
import type { Endpoint } from '../../../../shared/ports/endpoints';

/** An attempt for an endpoint, and the endpoint's circuit as the snapshot has it. */
export interface Attempted {
  readonly endpoint: Endpoint;
  /** Tells the deliveries of an endpoint apart. */
  readonly deliveryId: string;
  readonly circuit: Circuit | undefined;
  /** Of the snapshot. */
  readonly version: number;
}

/**
 * What one function knows that its snapshot does not show yet. Each entry is bound to the snapshot or the circuit that it
 * corrects: every change of a circuit, and of an endpoint, makes a new version, and the next snapshot knows better.
 */
export interface Known {
  /** By endpoint: failures in a row, seen by this function, of one circuit. */
  readonly runs: LruCache<string, Run>;
  /** By endpoint: what this function opened. */
  readonly openings: LruCache<string, Opening & { readonly version: number }>;
  /** By endpoint: the version of the snapshot whose circuit this function closed. */
  readonly closed: LruCache<string, number>;
  /** By delivery. */
  readonly probes: LruCache<string, Probe>;
  /** The delivery of this function that is on its way to be the probe of a half-open circuit. */
  readonly candidates: WeakMap<Circuit, Candidate>;
}

export interface Run {
  readonly count: number;
  /** Of the circuit that counted them; undefined until it answered. */
  readonly failingSince?: string;
}

export interface Candidate {
  /** `deliveryKey` */
  readonly delivery: string;
  /** Unix time in milliseconds: from then on another one may be, for this one came to nothing. */
  readonly untilMs: number;
}

export interface Probe {
  /** Half-open, as the snapshot had it. */
  readonly circuit: Circuit;
  /** What was written to be the one that may attempt. */
  readonly openUntil?: string;
}

/** Of endpoints that fail at the same time; a function that knows more of them forgets the longest unused. */
const MAX_ENTRIES = 10_000;

export const knownNothing = (): Known => ({
  runs: lruCache(MAX_ENTRIES),
  openings: lruCache(MAX_ENTRIES),
  closed: lruCache(MAX_ENTRIES),
  probes: lruCache(MAX_ENTRIES),
  candidates: new WeakMap(),
});

/** The circuit of the snapshot, unless this function has closed it since. */
export const circuitInForce = ({ endpoint, circuit, version }: Attempted, { closed }: Known): Circuit | undefined =>
  closed.get(endpointKey(endpoint)) === version ? undefined : circuit;

export const endpointKey = ({ tenant, id }: Endpoint): string => `${tenant} ${id}`;
export const deliveryKey = (endpoint: Endpoint, deliveryId: string): string => `${endpointKey(endpoint)} ${deliveryId}`;
