import { type FilterPolicy, isObject } from '../filter-policy/filter-policy';
import { matches } from '../filter-policy/matches';
import { readJson } from '../kit/json/json';
import type { WebhookEvent } from '../notification/routing';

/**
 * Whether an endpoint with this filter gets the event: SNS's matcher in MessageBody scope. Never throws: a filter that is no JSON object, as after a write to the table without `carillon`,
 * passes nothing, so that it cannot stop the fan-out to others.
 *
 * @param filter JSON text of a filter policy; undefined passes everything
 */
export function passesFilter(filter: string | undefined, event: WebhookEvent): boolean {
  if (filter === undefined) return true;
  const policy = readFilter(filter);
  return policy !== undefined && matches(policy, event, 'MessageBody');
}

/** The policy of a stored filter; undefined if it is no JSON object. */
export function readFilter(filter: string): FilterPolicy | undefined {
  const policy = readJson(filter);
  return isObject(policy) ? (policy as FilterPolicy) : undefined;
}

/** The text that is stored; undefined for the empty policy, which passes everything. */
export const filterText = (policy: object): string | undefined =>
  Object.keys(policy).length === 0 ? undefined : JSON.stringify(policy);
