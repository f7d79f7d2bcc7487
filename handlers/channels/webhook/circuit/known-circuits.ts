import type { Circuit } from '../../../../shared/domain/delivery/circuit';
import { type LruCache, lruCache } from '../../../../shared/domain/kit/cache/lru-cache';
import type { Opening } from '../../../../shared/ports/circuits';
import type { Endpoint } from '../../../../shared/ports/endpoints';

/** An attempt, with its endpoint and the endpoint's circuit from the cache: the snapshot. */
export interface Attempted {
  readonly endpoint: Endpoint;
  /** Unique among the deliveries of the endpoint. */
  readonly deliveryId: string;
  readonly circuit: Circuit | undefined;
  /** Of the tenant, under which the snapshot was read. */
  readonly version: number;
}

/**
 * Circuit state in one function's memory that its snapshot does not have yet. Each entry is bound to the snapshot version
 * or the circuit that it corrects: every change makes a new version, and the next snapshot replaces the entry.
 */
export interface Known {
  /** By endpoint: consecutive failures of one circuit that this function saw. */
  readonly runs: LruCache<string, Run>;
  /** By endpoint: the circuit that this function opened. */
  readonly openings: LruCache<string, Opening & { readonly version: number }>;
  /** By endpoint: the version of the snapshot whose circuit this function closed. */
  readonly closed: LruCache<string, number>;
  /** By delivery: the probe that it was admitted as. */
  readonly probes: LruCache<string, Probe>;
  /** The delivery of this function that is on its way to be the probe of a half-open circuit. */
  readonly candidates: WeakMap<Circuit, Candidate>;
}

export interface Run {
  readonly count: number;
  /** `failingSince` of the circuit that counted them; undefined until the write has returned. */
  readonly failingSince?: string;
}

export interface Candidate {
  /** `deliveryKey` */
  readonly delivery: string;
  /** Unix time in milliseconds, after which another delivery may be the candidate. */
  readonly untilMs: number;
}

export interface Probe {
  /** The half-open circuit of the snapshot. */
  readonly circuit: Circuit;
  /** Value of the conditional write that granted the probe; undefined before. */
  readonly openUntil?: string;
}

/** Capacity of each LRU cache: endpoints that fail at the same time. */
const MAX_ENTRIES = 10_000;

export const noKnownCircuits = (): Known => ({
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
