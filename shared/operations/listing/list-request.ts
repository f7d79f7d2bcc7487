import { CodedError, type Fault } from '../../domain/kit/errors/coded-error';
import { isListedState, LISTED_STATES, type ListedState } from '../../domain/listing/listing-row';
import { attributeFault } from '../../domain/notification/attribute-rules';
import { isTimestamp, momentOf } from '../../domain/notification/timestamp';

/** Which notifications of a tenant to list. */
export interface ListFilter {
  readonly tenant: string;
  /** Exact. @default all */
  readonly type?: string | undefined;
  /** One of `LISTED_STATES`: at least one delivery is in it. @default all */
  readonly state?: string | undefined;
  /** With `state`: of that delivery. Without: a channel that the producer named. @default all */
  readonly channel?: string | undefined;
  /** RFC 3339: accepted at or after this time. @default no limit */
  readonly since?: string | undefined;
  /** RFC 3339: accepted before this time. @default no limit */
  readonly until?: string | undefined;
}

export interface Paging {
  /** `next` of the previous page of the same list. @default the newest page */
  readonly cursor?: string | undefined;
  /** 1 to 100. @default 50 */
  readonly limit?: number | undefined;
}

export interface ValidFilter {
  readonly tenant: string;
  readonly type?: string;
  readonly state?: ListedState;
  readonly channel?: string;
  /** RFC 3339, UTC, with milliseconds. */
  readonly since?: string;
  /** The same. */
  readonly until?: string;
}

export const MAX_PAGE = 100;
const DEFAULT_PAGE = 50;

/**
 * Validates a request for a list, and normalizes its times.
 *
 * @throws CodedError `list.request_malformed`, with every fault
 */
export function validFilter(filter: ListFilter & Paging): ValidFilter & { readonly limit: number } {
  const { tenant, type, state, channel, since, until, limit = DEFAULT_PAGE } = filter;
  const faults = [
    ...attribute('tenant', tenant),
    ...(type === undefined ? [] : attribute('type', type)),
    ...unless(state === undefined || isListedState(state), 'state', state, `one of ${LISTED_STATES.join(', ')}`),
    ...unless(channel === undefined || CHANNEL.test(channel), 'channel', channel, 'the name of a channel'),
    ...unless(since === undefined || isTimestamp(since), 'since', since, A_TIME),
    ...unless(until === undefined || isTimestamp(until), 'until', until, A_TIME),
    ...limitFaults(limit),
  ];
  if (faults.length > 0) throw malformed(faults);
  return {
    tenant,
    limit,
    ...(type !== undefined && { type }),
    ...(isListedState(state) && { state }),
    ...(channel !== undefined && { channel }),
    ...(since !== undefined && { since: utc(since) }),
    ...(until !== undefined && { until: utc(until) }),
  };
}

const CHANNEL = /^[a-z0-9-]{1,20}$/;
const A_TIME = 'a timestamp with offset (RFC 3339), such as 2026-11-23T09:30:00Z';

export const malformed = (faults: readonly Fault[]): CodedError =>
  new CodedError(
    'list.request_malformed',
    faults.map(({ message }) => message).join('; '),
    'correct what the message names; a list without a state has the state of every delivery, delivered ones too',
    faults,
  );

export const unless = (isValid: boolean, name: string, seen: unknown, expected: string): Fault[] =>
  isValid
    ? []
    : [
        {
          code: 'list.request_malformed',
          path: `/${name}`,
          message: `${name} is ${JSON.stringify(seen)?.slice(0, 80)}, expected ${expected}`,
        },
      ];

function attribute(name: 'tenant' | 'type', value: unknown): Fault[] {
  const fault = attributeFault(name, value);
  return fault ? [{ ...fault, code: 'list.request_malformed' }] : [];
}

const utc = (timestamp: string): string => new Date(momentOf(timestamp)).toISOString();

/** @throws CodedError `list.request_malformed` */
export function validLimit(limit = DEFAULT_PAGE): number {
  const faults = limitFaults(limit);
  if (faults.length > 0) throw malformed(faults);
  return limit;
}

const limitFaults = (limit: number): Fault[] =>
  unless(
    Number.isInteger(limit) && limit >= 1 && limit <= MAX_PAGE,
    'limit',
    limit,
    `a whole number from 1 to ${MAX_PAGE}`,
  );
