import { isObject, isScalar } from '../filter-policy/filter-policy';
import { leaves } from '../filter-policy/leaves';
import { validateFilterPolicy } from '../filter-policy/validate';
import type { Fault } from '../kit/errors/coded-error';

/** Members of an event, which are the top-level keys of a pattern. */
const EVENT_MEMBERS = [
  'version',
  'id',
  'detail-type',
  'source',
  'account',
  'time',
  'region',
  'resources',
  'detail',
  'replay-name',
];

/** Default quota of a pattern, in characters (Amazon EventBridge User Guide, "Amazon EventBridge quotas"). */
const MAX_PATTERN_LENGTH = 2_048;

/**
 * Faults of an event pattern, all at once. Allowed is the part of EventBridge's grammar that means the same as in an SNS
 * filter policy over the body, so that one matcher answers for both; `README.md` names the differences.
 */
export function validatePattern(pattern: unknown): Fault[] {
  const faults = validateFilterPolicy(pattern, 'MessageBody');
  return isObject(pattern)
    ? [...faults, ...memberFaults(pattern), ...conditionFaults(pattern), ...lengthFaults(pattern)]
    : faults;
}

type Policy = Readonly<Record<string, unknown>>;

function memberFaults(pattern: Policy): Fault[] {
  const unknown = Object.keys(pattern).filter((key) => !EVENT_MEMBERS.includes(key) && key !== '$or');
  return [
    ...unknown.map((key) =>
      fault('member', `/${key}`, `key '${key}' is no member of an event, expected one of ${EVENT_MEMBERS.join(', ')}`),
    ),
    ...(Object.hasOwn(pattern, 'source')
      ? []
      : [fault('source', '', 'pattern has no source, expected one: without it the events of every service match')]),
  ];
}

function conditionFaults(pattern: Policy): Fault[] {
  return leaves(pattern).flatMap(({ path, conditions }) =>
    conditions.flatMap((condition, at) => differing(condition, `${path}/${at}`)),
  );
}

/** Conditions that EventBridge and the matcher answer differently. */
function differing(condition: unknown, path: string): Fault[] {
  if (typeof condition === 'number' || (isObject(condition) && isNumeric(condition['anything-but']))) {
    return [fault('number', path, 'number is compared as text by EventBridge, expected the operator numeric')];
  }
  if (!isScalar(condition) && isObject(condition) && 'exists' in condition) {
    return [fault('exists', path, 'exists differs for null and empty values, expected a condition on the value')];
  }
  return [];
}

const isNumeric = (operand: unknown): boolean =>
  typeof operand === 'number' || (Array.isArray(operand) && operand.some((one) => typeof one === 'number'));

function lengthFaults(pattern: Policy): Fault[] {
  const { length } = JSON.stringify(pattern);
  const message = `pattern has ${length} characters of JSON, at most ${MAX_PATTERN_LENGTH} are allowed; write two sources`;
  return length <= MAX_PATTERN_LENGTH ? [] : [fault('too_large', '', message)];
}

const fault = (code: string, path: string, message: string): Fault => ({
  code: `event_pattern.${code}`,
  path,
  message,
});
