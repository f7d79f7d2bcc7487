import { isObject } from '../filter-policy/filter-policy';
import { readJson } from '../kit/json/json';
import { webhookEvent } from '../notification/routing';
import { passesFilter } from './endpoint-filter';

/** A filter that an endpoint had before the present one. */
export interface EarlierFilter {
  /** JSON text. @default none: it got everything of its types */
  readonly filter?: string;
  /** RFC 3339, UTC: when the next one took its place. */
  readonly until: string;
}

/** The filter of an endpoint, and those that it had before, oldest first. Both are JSON texts of filter policies. */
export interface Filtering {
  readonly filter?: string;
  readonly earlierFilters?: readonly EarlierFilter[];
}

/**
 * Earlier filters are read with the endpoint's item, so only some are kept. Before the oldest that is kept, that one counts:
 * a wrong guess sends what the present filter passes anyway.
 */
const MAX_EARLIER = 3;

/** A notification as the ledger stores it. */
export interface Recorded {
  readonly text: string;
  /** RFC 3339, UTC. */
  readonly acceptedAt: string;
}

/** Whether a filter passes a recorded notification. True if its text is no JSON object: the reader of the record reports it. */
export function passesRecorded(filter: string | undefined, { text }: Pick<Recorded, 'text'>): boolean {
  if (filter === undefined) return true;
  const notification = readJson(text);
  return !isObject(notification) || passesFilter(filter, webhookEvent(notification));
}

/**
 * Whether the endpoint's filter passes the notification, and the one that it had at its acceptance too. So a notification
 * that was filtered out does not count as missed when the filter is changed later.
 */
export const passedAtAcceptance = (filtering: Filtering, recorded: Recorded): boolean =>
  passesRecorded(filtering.filter, recorded) && passesRecorded(filterAt(filtering, recorded.acceptedAt), recorded);

const filterAt = ({ filter, earlierFilters = [] }: Filtering, moment: string): string | undefined => {
  const earlier = earlierFilters.find(({ until }) => moment < until);
  return earlier === undefined ? filter : earlier.filter;
};

/**
 * The earlier filters of an endpoint that gets another one now.
 *
 * @param from RFC 3339, UTC: notifications accepted before do not count as missed, so filters until then are left out
 * @returns undefined for none
 */
export function earlierFiltersOf(
  { filter, earlierFilters = [] }: Filtering,
  now: string,
  from: string,
): readonly EarlierFilter[] | undefined {
  const last = { ...(filter !== undefined && { filter }), until: now };
  const kept = [...earlierFilters, last].filter(({ until }) => until > from).slice(-MAX_EARLIER);
  return kept.length === 0 ? undefined : kept;
}
