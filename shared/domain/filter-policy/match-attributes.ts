import { readJson } from '../kit/json/json';
import type { MessageAttributes } from '../notification/routing';
import { meetsAny } from './conditions';
import { everyKey } from './every-key';
import type { FilterPolicy } from './filter-policy';

/** `matches` in MessageAttributes scope. Attributes of other data types, such as Binary, count as absent. */
export function matchesAttributes(policy: FilterPolicy, attributes: MessageAttributes): boolean {
  const isEmpty = !Object.values(attributes).some(({ DataType }) => READERS.has(DataType));
  return everyKey(
    policy,
    (key, node) => Array.isArray(node) && meetsAny(node, attributeValue(attributes, key), isEmpty),
  );
}

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
