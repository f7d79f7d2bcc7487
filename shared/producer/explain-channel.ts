import type { FilterNode } from '../domain/filter-policy/filter-policy';
import { matches } from '../domain/filter-policy/matches';
import type { ChannelManifest } from '../domain/manifest/channel';
import type { MessageAttributes } from '../domain/notification/routing';
import type { Explanation } from './producer';

/** Would the channel get a notification with these attributes, and why. By the matcher that the functions use. */
export function explainChannel({ name, filterPolicy }: ChannelManifest, attributes: MessageAttributes): Explanation {
  const reached = matches(filterPolicy, attributes, 'MessageAttributes');
  const entries = Object.entries(filterPolicy);
  if (entries.length === 0) return { channel: name, reached, why: 'takes every notification' };
  const told = reached
    ? entries
    : entries.filter(([key, node]) => !matches({ [key]: node }, attributes, 'MessageAttributes'));
  const reasons = told.map(
    ([key, node]) => `${reached ? 'takes' : 'takes only'} ${key} ${conditions(node)}${value(key, attributes)}`,
  );
  return { channel: name, reached, why: reasons.join(', and ') };
}

const conditions = (node: FilterNode): string =>
  Array.isArray(node) ? node.map((condition) => JSON.stringify(condition)).join(' or ') : JSON.stringify(node);

/** `$or` stands for several attributes, whose names are in its conditions. */
function value(key: string, attributes: MessageAttributes): string {
  const attribute = attributes[key];
  if (attribute === undefined) return '';
  const { DataType, StringValue } = attribute;
  return `; the notification has ${DataType === 'String.Array' ? JSON.parse(StringValue).join(', ') : StringValue}`;
}
