import { type Wanting, wantedAt } from './endpoint-types';

/**
 * A notification may come to its turn long after it was accepted, and is held then: a queue that is behind, the schedule of
 * attempts, a dead letter that is redriven.
 */
const LATEST_HELD_SECONDS = 21 * 86_400;

/** Every function knows after this that an endpoint was enabled; what it fans out until then leaves the endpoint out. */
export const KNOWN_AFTER_SECONDS = 60;

/** As `shared/ports/endpoints.ts` has an endpoint. Times are RFC 3339, UTC. */
interface Switched extends Wanting {
  readonly state: { readonly since: string; readonly disabledSince?: string };
  readonly createdAt: string;
}

/** RFC 3339, UTC: when it was disabled for the first time. */
export const firstDisabled = ({ state }: Pick<Switched, 'state'>): string => state.disabledSince ?? state.since;

/** RFC 3339, UTC: nothing that was accepted earlier was missed because the endpoint was disabled. */
export const missedFrom = (endpoint: Switched): string =>
  later(earlier(firstDisabled(endpoint), LATEST_HELD_SECONDS), endpoint.createdAt);

interface Accepted {
  readonly type: string;
  readonly acceptedAt: string;
}

/**
 * Whether an endpoint that was disabled may have missed this notification, of which the ledger has no delivery to it. What
 * its types did not name yet when it was accepted, it did not want: there is no delivery because none was asked for.
 */
export const mayHaveMissed = (endpoint: Switched, { type, acceptedAt }: Accepted): boolean =>
  acceptedAt >= missedFrom(endpoint) && wantedAt(endpoint, type, acceptedAt);

export const earlier = (moment: string, seconds: number): string =>
  new Date(Date.parse(moment) - seconds * 1000).toISOString();

const later = (left: string, right: string): string => (left > right ? left : right);
