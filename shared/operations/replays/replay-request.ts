import { REOPENABLE_STATES } from '../../domain/delivery/claim';
import { ENDPOINT_ID } from '../../domain/webhook/endpoint-id';
import type { Clock } from '../../ports/clock';
import type { ReplayFilter } from '../../ports/replay-runs';
import { type ListFilter, malformed, unless, validFilter } from '../listing/list-request';

/** Which deliveries to replay: all that the filter finds, however many. */
export interface ReplayRequest extends Omit<ListFilter, 'state'> {
  /** `failed`, `rejected` or `held`. */
  readonly state: string;
  /** Id of the endpoint. @default all targets */
  readonly endpoint?: string | undefined;
  /** Deliveries per second, 1 to 100. @default 10 */
  readonly ratePerSecond?: number | undefined;
}

export interface ValidReplay {
  readonly filter: ReplayFilter;
  readonly ratePerSecond: number;
}

const DEFAULT_RATE = 10;
export const MAX_RATE = 100;

/** @throws CodedError `list.request_malformed`, with every fault */
export function validReplay(
  { endpoint, ratePerSecond = DEFAULT_RATE, ...request }: ReplayRequest,
  { clock }: { readonly clock: Clock },
): ValidReplay {
  const { limit, state, ...filter } = validFilter(request);
  const until = filter.until ?? clock.now().toISOString();
  const isRate = Number.isInteger(ratePerSecond) && ratePerSecond >= 1 && ratePerSecond <= MAX_RATE;
  const faults = [
    ...unless(isReplayable(state), 'state', state, `one of ${REOPENABLE_STATES.join(', ')}`),
    ...unless(endpoint === undefined || ENDPOINT_ID.test(endpoint), 'endpoint', endpoint, 'the id of an endpoint'),
    ...unless((filter.since ?? '') < until, 'since', filter.since, 'a time before until, or in the past'),
    ...unless(isRate, 'ratePerSecond', ratePerSecond, `a whole number from 1 to ${MAX_RATE}`),
  ];
  if (faults.length > 0 || !isReplayable(state)) throw malformed(faults);
  return { filter: { ...filter, state, until, ...(endpoint !== undefined && { endpoint }) }, ratePerSecond };
}

const isReplayable = (state: string | undefined): state is ReplayFilter['state'] =>
  (REOPENABLE_STATES as readonly (string | undefined)[]).includes(state);
