import { isObject } from '../filter-policy/filter-policy';
import type { Fault } from '../kit/errors/coded-error';
import { SEVERITIES } from './notification';
import { isNotificationId } from './notification-id';
import { isTimestamp } from './timestamp';
import { isUri, isUriReference } from './uri-reference';

export interface Rule {
  readonly required: boolean;
  readonly test: (value: unknown) => boolean;
  /** Completes "expected …". */
  readonly expected: string;
}

const text =
  (pattern: RegExp, maxLength = Number.POSITIVE_INFINITY) =>
  (value: unknown): boolean =>
    typeof value === 'string' && value.length <= maxLength && pattern.test(value);
const oneOf =
  (...allowed: readonly unknown[]) =>
  (value: unknown): boolean =>
    allowed.includes(value);
const that =
  (test: (text: string) => boolean, maxLength = Number.POSITIVE_INFINITY) =>
  (value: unknown): boolean =>
    typeof value === 'string' && value.length <= maxLength && test(value);
const timestamp = that(isTimestamp);
const required = (test: Rule['test'], expected: string): Rule => ({ required: true, test, expected });
const optional = (test: Rule['test'], expected: string): Rule => ({ required: false, test, expected });

/** CloudEvents 1.0.2, "Type System", String: no control characters, no surrogates, no noncharacters. */
const CLOUDEVENTS_STRING = /^[^\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]*$/u;
export const isCloudEventsString = (text: string): boolean => CLOUDEVENTS_STRING.test(text);
const printable = (text: string): boolean => text !== '' && isCloudEventsString(text);
const JSON_IN_UTF_8 = /^application\/json(\s*;\s*charset=("?)utf-8\2)?$/i;
const A_TIMESTAMP = 'a timestamp with offset (RFC 3339), such as 2026-11-23T09:30:00Z';

const RULES = {
  specversion: required(oneOf('1.0'), "'1.0'"),
  id: required(isNotificationId, 'a ULID: 26 upper-case characters of Crockford base 32'),
  source: required(
    that(isUriReference, 256),
    'a URI reference (RFC 3986) of at most 256 characters, such as /shop/orders',
  ),
  type: required(
    text(/^[a-z0-9]+([._-][a-z0-9]+)*$/, 128),
    'dot-separated lower-case words of at most 128 characters, such as order.shipped',
  ),
  subject: optional(that(printable, 256), '1 to 256 characters without control characters'),
  time: required(timestamp, A_TIMESTAMP),
  datacontenttype: optional(text(JSON_IN_UTF_8), "'application/json', in UTF-8"),
  dataschema: optional(that(isUri, 2048), 'an absolute URI (RFC 3986) of at most 2,048 characters'),
  data: required(isObject, 'a JSON object'),
  tenant: required(text(/^[a-z0-9][a-z0-9_-]*$/, 64), '1 to 64 of a-z, 0-9, - and _, a letter or digit first'),
  channels: required(text(/^[a-z0-9-]+(,[a-z0-9-]+)*$/, 256), "comma-separated channel names, such as 'email,webhook'"),
  severity: optional(oneOf(...SEVERITIES), SEVERITIES.map((severity) => `'${severity}'`).join(', ')),
  recipients: optional(that(printable, 20_000), 'addresses as in a To header (RFC 5322), without control characters'),
  locale: optional(text(/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i, 35), 'a language tag (BCP 47), such as de-AT'),
  expirytime: optional(timestamp, A_TIMESTAMP),
  traceparent: optional(text(/^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/), 'a W3C traceparent'),
  idempotencykey: optional(text(/^[\x21-\x7E]+$/, 128), '1 to 128 printable ASCII characters without spaces'),
} satisfies Readonly<Record<string, Rule>>;

export type Attribute = keyof typeof RULES;

export const ATTRIBUTES = Object.keys(RULES) as readonly Attribute[];

const RULE_BY_NAME: ReadonlyMap<string, Rule> = new Map(Object.entries(RULES));

/** Undefined for a name that is no attribute of ours. */
export const ruleOf = (name: string): Rule | undefined => RULE_BY_NAME.get(name);

export const isAttribute = (name: string): name is Attribute => RULE_BY_NAME.has(name);

/** False for a missing attribute. */
export const isValid = (name: Attribute, value: unknown): boolean => RULES[name].test(value);

/**
 * The fault of one attribute, if any. Untrusted values from outside (SES events, tokens of links, CLI options) are
 * validated by the same rules before they become a key or a scope: a tenant of `*` would mean all tenants.
 */
export function attributeFault(name: Attribute, value: unknown): Fault | undefined {
  const rule: Rule = RULES[name];
  return (value === undefined ? rule.required : !rule.test(value)) ? ruleFault(name, rule, value) : undefined;
}

/** The faults of these attributes only, for events that carry no others. */
export const attributeFaults = (value: Readonly<Record<string, unknown>>, names: readonly Attribute[]): Fault[] =>
  names.flatMap((name) => attributeFault(name, value[name]) ?? []);

function ruleFault(name: string, rule: Rule, value: unknown): Fault {
  const [kind, seen] = value === undefined ? ['missing', 'missing'] : ['malformed', shown(value)];
  return {
    code: `notification.${name}.${kind}`,
    path: `/${name}`,
    message: `${name} is ${seen}, expected ${rule.expected}`,
  };
}

/** Any value as text: at most 60 characters and an ellipsis. */
export function shown(value: unknown): string {
  const json = stringify(value);
  return json.length <= 60 ? json : `${json.slice(0, 60).toWellFormed()}…`;
}

/**
 * `JSON.stringify` is recursive: it overflows the stack on a value nested thousands deep. It also throws on cycles and
 * bigints.
 */
function stringify(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return `${Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`} without a short JSON form`;
  }
}
