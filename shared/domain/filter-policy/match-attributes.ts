import { readJson } from '../kit/json/json';
import type { MessageAttributes } from '../notification/routing';
import { meetsAny } from './conditions';
import { everyKey } from './every-key';
import type { FilterPolicy } from './filter-policy';

/** `matches` in MessageAttributes scope. Attributes of other data types, such as Binary, count as absent. */
export function matchesAttributes(policy: FilterPolicy, attributes: MessageAttributes): boolean {
  const isEmpty = !Object.values(attributes).some(({ DataType }) => READERS.has(DataType));
  return matchesValues(policy, (key) => attributeValue(attributes, key), isEmpty);
}

/**
 * `matchesAttributes` for attributes that are values already: texts, numbers, and lists of them.
 *
 * @param attribute its value, undefined if it is absent
 * @param isEmpty no attribute is present
 */
export const matchesValues = (policy: FilterPolicy, attribute: (key: string) => unknown, isEmpty: boolean): boolean =>
  everyKey(policy, (key, node) => Array.isArray(node) && meetsAny(node, attribute(key), isEmpty));

function attributeValue(attributes: MessageAttributes, key: string): unknown {
  const attribute = attributes[key];
  return attribute && READERS.get(attribute.DataType)?.(attribute.StringValue);
}

/** SNS refuses to publish unreadable numbers; here they count as absent, as unreadable arrays do. */
function readNumber(text: string): number | undefined {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function readArray(text: string): readonly unknown[] | undefined {
  const value = readJson(text);
  return Array.isArray(value) ? value : undefined;
}

/** Number.Array is in none of SNS's lists of data types, and in the examples of "Numeric value matching". */
const READERS: ReadonlyMap<string, (text: string) => unknown> = new Map<string, (text: string) => unknown>([
  ['String', (text) => text],
  ['Number', readNumber],
  ['String.Array', readArray],
  ['Number.Array', readArray],
]);
