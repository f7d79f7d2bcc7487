import { isObject } from '../../../shared/domain/filter-policy/filter-policy';
import type { Fault } from '../../../shared/domain/kit/errors/coded-error';
import { parseJson } from '../../../shared/domain/kit/json/json';

export const FILTER_HELP =
  'SNS filter policy over the event; it gets only what matches, such as \'{"data":{"amount":[{"numeric":[">",100]}]}}\'';

export interface GivenFilter {
  readonly filter?: object;
  readonly faults: readonly Fault[];
}

/** The policy of `--filter`, or the faults of its text. */
export function givenFilter(text: string | false | undefined): GivenFilter {
  if (typeof text !== 'string') return { faults: [] };
  const json = parseJson(text);
  if (json.ok && isObject(json.value)) return { filter: json.value, faults: [] };
  const faults = json.ok ? [NOT_AN_OBJECT] : json.faults;
  return { faults: faults.map((fault) => ({ ...fault, path: `/filter${fault.path}` })) };
}

const NOT_AN_OBJECT: Fault = {
  code: 'filter_policy.not_an_object',
  path: '',
  message: 'the filter is no JSON object, expected one of keys and their conditions, such as {"severity":["critical"]}',
};
