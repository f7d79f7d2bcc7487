import { type Wanting, wantedAt } from './endpoint-types';
import { type Filtering, passedAtAcceptance, type Recorded } from './filter-history';

/**
 * How long after its acceptance a notification may still be fanned out, and be held for a disabled endpoint: after a backlog
 * of its queue, at the end of the retry schedule, or when a dead letter is redriven.
 */
const LATEST_HELD_SECONDS = 21 * 86_400;

/** How long functions may work with a snapshot of the time before an endpoint was enabled, and leave it out of the fan-out. */
export const KNOWN_AFTER_SECONDS = 60;

/** The members of an `Endpoint` (`shared/ports/endpoints.ts`) that decide what it missed. Times are RFC 3339, UTC. */
interface Switched extends Wanting, Filtering {
  readonly state: { readonly enabled: boolean; readonly since: string; readonly disabledSince?: string };
  readonly createdAt: string;
}

/** RFC 3339, UTC: when the endpoint was first disabled. */
export const firstDisabled = ({ state }: Pick<Switched, 'state'>): string => state.disabledSince ?? state.since;

/** RFC 3339, UTC: a notification accepted before this does not count as missed, also if the endpoint is disabled from now on. */
export const missedFromNow = (endpoint: Switched, now: string): string =>
  earlier(hasBeenDisabled(endpoint) ? firstDisabled(endpoint) : now, LATEST_HELD_SECONDS);

const hasBeenDisabled = ({ state }: Switched): boolean => !state.enabled || state.disabledSince !== undefined;

/** RFC 3339, UTC: a notification accepted before this was not missed because the endpoint was disabled. */
export const missedFrom = (endpoint: Switched): string =>
  later(earlier(firstDisabled(endpoint), LATEST_HELD_SECONDS), endpoint.createdAt);

interface Accepted extends Recorded {
  readonly type: string;
}

/**
 * Whether an endpoint that was disabled may have missed a notification for which the ledger has no delivery to it. One of a
 * type that the endpoint did not subscribe to yet at acceptance, or that its filter did not pass then, was not missed: no
 * delivery was asked for.
 */
export const mayHaveMissed = (endpoint: Switched, accepted: Accepted): boolean =>
  accepted.acceptedAt >= missedFrom(endpoint) &&
  wantedAt(endpoint, accepted.type, accepted.acceptedAt) &&
  passedAtAcceptance(endpoint, accepted);

/**
 * Whether such a notification counts as held: the endpoint was disabled when it was fanned out, or a function with an older
 * snapshot took it for disabled. A notification accepted later is still to be fanned out.
 */
export const isHeldFor = (endpoint: Switched, accepted: Accepted): boolean =>
  mayHaveMissed(endpoint, accepted) && (!endpoint.state.enabled || isBeforeEnabled(endpoint.state, accepted));

/** An endpoint without `disabledSince` has been enabled since it was added. */
const isBeforeEnabled = ({ since, disabledSince }: Switched['state'], { acceptedAt }: Accepted): boolean =>
  disabledSince !== undefined && acceptedAt < earlier(since, -KNOWN_AFTER_SECONDS);

/** @returns RFC 3339, UTC: `seconds` before `moment` */
export const earlier = (moment: string, seconds: number): string =>
  new Date(Date.parse(moment) - seconds * 1000).toISOString();

const later = (left: string, right: string): string => (left > right ? left : right);
