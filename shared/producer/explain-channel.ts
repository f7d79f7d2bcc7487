import { isErased } from '../domain/audit-chain/address-digest';
import type { FilterNode } from '../domain/filter-policy/filter-policy';
import { matches } from '../domain/filter-policy/matches';
import type { ChannelManifest } from '../domain/manifest/channel';
import { parseRecipients } from '../domain/notification/recipients';
import type { MessageAttributes } from '../domain/notification/routing';
import type { Prepared } from './prepare';
import type { Explanation } from './producer';

/**
 * Explains whether and why the channel gets a notification, with the functions' own matcher, and which addresses it
 * skips.
 */
export function explainChannel(
  manifest: ChannelManifest,
  message: Pick<Prepared, 'attributes' | 'notification'>,
): Explanation {
  const explanation = explainFilter(manifest, message.attributes);
  if (!explanation.reached || !manifest.capabilities.includes('email:send')) return explanation;
  const parsed = parseRecipients(message.notification.recipients ?? '');
  const erased = parsed.ok ? parsed.recipients.filter(({ address }) => isErased(address)) : [];
  const unmailed = erased.map(({ address }) => `does not mail ${address}, whose address was erased`);
  return { ...explanation, why: [explanation.why, ...unmailed].join(', and ') };
}

function explainFilter({ name, filterPolicy }: ChannelManifest, attributes: MessageAttributes): Explanation {
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

/** Empty for `$or`, which is not an attribute: its conditions contain the names of attributes. */
function value(key: string, attributes: MessageAttributes): string {
  const attribute = attributes[key];
  if (attribute === undefined) return '';
  const { DataType, StringValue } = attribute;
  return `; the notification has ${DataType === 'String.Array' ? JSON.parse(StringValue).join(', ') : StringValue}`;
}
