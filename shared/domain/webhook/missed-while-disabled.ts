/**
 * A notification may come to its turn long after it was accepted, and is held then: a queue that is behind, the schedule of
 * attempts, a dead letter that is redriven.
 */
const LATEST_HELD_SECONDS = 21 * 86_400;

/** As `shared/ports/endpoints.ts` has an endpoint. Times are RFC 3339, UTC. */
interface Switched {
  readonly state: SwitchedState;
  readonly typesSince?: string;
  readonly createdAt: string;
}

interface SwitchedState {
  readonly enabled: boolean;
  readonly since: string;
  readonly disabledSince?: string;
  readonly lastDisabled?: string;
}

/** RFC 3339, UTC: when it was disabled for the first time. */
export const firstDisabled = ({ state }: Pick<Switched, 'state'>): string => state.disabledSince ?? state.since;

/** Of an endpoint that an earlier version enabled only the first time is known. */
const lastDisabled = ({ state }: Pick<Switched, 'state'>): string =>
  state.enabled ? (state.lastDisabled ?? firstDisabled({ state })) : state.since;

/** RFC 3339, UTC: nothing that was accepted earlier was missed because the endpoint was disabled. */
export const missedFrom = (endpoint: Switched): string =>
  later(earlier(firstDisabled(endpoint), LATEST_HELD_SECONDS), endpoint.createdAt);

/**
 * Whether an endpoint that was disabled may have missed what was accepted at this moment, where its types name that today
 * and the ledger has no delivery. What was accepted before it had these types, and before it was disabled the last time, it
 * did not want then: there is no delivery because none was asked for.
 */
export const mayHaveMissed = (endpoint: Switched, acceptedAt: string): boolean =>
  acceptedAt >= missedFrom(endpoint) &&
  (acceptedAt >= (endpoint.typesSince ?? '') || acceptedAt >= lastDisabled(endpoint));

export const earlier = (moment: string, seconds: number): string =>
  new Date(Date.parse(moment) - seconds * 1000).toISOString();

const later = (left: string, right: string): string => (left > right ? left : right);
