import type { Fault } from '../kit/errors/coded-error';
import { readJson, serializeJson } from '../kit/json/json';
import { type Notification, ROUTING_ATTRIBUTES } from './notification';

/** An SNS or SQS message attribute, in the form both services' APIs use. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue: string;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** Names of the attributes that `messageAttributes` returns. */
export const MESSAGE_ATTRIBUTES: readonly string[] = ['type', 'tenant', 'channels', 'severity'];
/** Those of type String.Array. */
export const LIST_ATTRIBUTES: readonly string[] = ['channels'];

/**
 * The message attributes that filter policies may read: copies of notification attributes, so that SNS need not parse
 * the body. Unreadable attributes are left out.
 */
export function messageAttributes({ type, tenant, channels, severity }: Partial<Notification>): MessageAttributes {
  const attributes: Record<string, MessageAttribute> = {};
  if (type !== undefined) attributes.type = string(type);
  if (tenant !== undefined) attributes.tenant = string(tenant);
  if (channels !== undefined) attributes.channels = list(channels.split(','));
  if (severity !== undefined) attributes.severity = string(severity);
  return attributes;
}

const list = (values: readonly string[]): MessageAttribute => ({
  DataType: 'String.Array',
  StringValue: JSON.stringify(values),
});
const string = (StringValue: string): MessageAttribute => ({ DataType: 'String', StringValue });

/**
 * Faults where the message attributes contradict the notification: SNS routes by the former and Carillon delivers by
 * the latter. A missing attribute is a fault: no filter policy can have matched it. Attributes that are unreadable in
 * the notification are not compared.
 */
export function attributeFaults(notification: Partial<Notification>, received: MessageAttributes): Fault[] {
  if (areRepeated(notification, received)) return [];
  return Object.entries(messageAttributes(notification)).flatMap(([name, expected]) => {
    const value = received[name]?.StringValue;
    if (value !== undefined && canonical(value) === canonical(expected.StringValue)) return [];
    const message = `message attribute ${name} is ${value ?? 'missing'}, expected ${expected.StringValue} as in the notification`;
    return [{ code: 'notification.attribute.mismatch', path: `/${name}`, message }];
  });
}

/** Whether each message attribute is character for character what `messageAttributes` writes, as from the SDK. */
const areRepeated = (
  { type, tenant, channels = '', severity }: Partial<Notification>,
  received: MessageAttributes,
): boolean =>
  received.type?.StringValue === type &&
  received.tenant?.StringValue === tenant &&
  received.severity?.StringValue === severity &&
  isListOf(received.channels?.StringValue ?? '', channels);

/** Whether the text is `["a","b"]` for the names `a,b`. Compares in place, in a fifth of the time of making the list. */
function isListOf(text: string, names: string): boolean {
  let at = 2;
  for (const character of names) {
    const expected = character === ',' ? '","' : character;
    if (!text.startsWith(expected, at)) return false;
    at += expected.length;
  }
  return text.startsWith('["') && text.endsWith('"]') && text.length === at + 2;
}

/** Canonical form: order and spacing of a String.Array do not matter. */
function canonical(value: string): string {
  // Stryker disable next-line all: what is no array comes to the same, at the price of an exception
  if (!value.startsWith('[')) return value;
  const members = readJson(value);
  return Array.isArray(members) ? JSON.stringify(members.toSorted()) : value;
}

/** The JSON for webhook receivers. */
export const webhookBody = (notification: Notification): string => serializeJson(webhookEvent(notification));

/** The event that webhook receivers get. A notification is none: it has routing attributes. */
export type WebhookEvent = Omit<Partial<Notification>, RoutingAttribute> & {
  readonly [Name in RoutingAttribute]?: never;
};

type RoutingAttribute = (typeof ROUTING_ATTRIBUTES)[number];

/** The notification without its routing attributes. */
export const webhookEvent = (notification: Partial<Notification>): WebhookEvent =>
  ({ ...notification, ...NO_ROUTING }) as WebhookEvent;

/** JSON leaves out what is undefined. `delete` would make V8 write the object in twice the time. */
const NO_ROUTING = Object.fromEntries(ROUTING_ATTRIBUTES.map((name) => [name, undefined]));
