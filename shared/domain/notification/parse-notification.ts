import type { Fault } from '../coded-error';
import { checkJson, parseJson, readJson } from '../json/json';
import { derivedId } from './derived-id';
import { type Notification, SEVERITIES } from './notification';
import { isNotificationId } from './notification-id';

export type ParseResult =
  | { readonly ok: true; readonly notification: Notification }
  | {
      readonly ok: false;
      readonly faults: readonly Fault[];
      /** What could be read of it all the same, so that the refusal can be found by its id. */
      readonly id?: string;
      readonly tenant?: string;
    };

export interface ParseOptions {
  /** Names that `channels` may have; any other is a fault. @default any name */
  readonly channels?: readonly string[];
}

/** Reads a notification from JSON text. Lists every violation, not only the first. */
export function parseNotification(text: string, options: ParseOptions = {}): ParseResult {
  const json = parseJson(text);
  return json.ok ? judge(json.value, options, []) : judge(readJson(text), options, json.faults);
}

/** The same for a value in memory, before it is serialised. */
export function checkNotification(value: unknown, options: ParseOptions): ParseResult {
  return judge(value, options, checkJson(value));
}

function judge(value: unknown, options: ParseOptions, jsonFaults: readonly Fault[]): ParseResult {
  if (value === undefined) return { ok: false, faults: jsonFaults };
  if (!isRecord(value)) return { ok: false, faults: [...jsonFaults, notAnObject(value)] };
  const faults = attributeFaults(value, options, jsonFaults);
  if (faults.length === 0) return { ok: true, notification: withSeverity(value) as unknown as Notification };
  return { ok: false, faults, ...readable(value) };
}

const withSeverity = (value: Record<string, unknown>) =>
  value.severity === undefined ? { ...value, severity: 'info' } : value;

function readable(value: Record<string, unknown>): { id?: string; tenant?: string } {
  return {
    ...(RULES.id.test(value.id) && { id: value.id as string }),
    ...(RULES.tenant.test(value.tenant) && { tenant: value.tenant as string }),
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const notAnObject = (value: unknown): Fault => ({
  code: 'notification.not_an_object',
  path: '',
  message: `${shown(value)} is not a notification, expected a JSON object in CloudEvents 1.0 structured mode`,
});

interface Rule {
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
const timestamp = (value: unknown): boolean =>
  typeof value === 'string' && RFC_3339.test(value) && !Number.isNaN(Date.parse(value));
const required = (test: Rule['test'], expected: string): Rule => ({ required: true, test, expected });
const optional = (test: Rule['test'], expected: string): Rule => ({ required: false, test, expected });

const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;
const PRINTABLE = /^\P{Cc}+$/u;
const A_TIMESTAMP = 'a timestamp with offset (RFC 3339), such as 2026-11-23T09:30:00Z';

const RULES = {
  specversion: required(oneOf('1.0'), "'1.0'"),
  id: required(isNotificationId, 'a ULID: 26 upper-case characters of Crockford base 32'),
  source: required(text(/^[^\s<>"{}|\\^`]+$/, 256), 'a URI reference of at most 256 characters, such as /shop/orders'),
  type: required(
    text(/^[a-z0-9]+([._-][a-z0-9]+)*$/, 128),
    'dot-separated lower-case words of at most 128 characters, such as order.shipped',
  ),
  subject: optional(text(PRINTABLE, 256), 'at most 256 characters without control characters'),
  time: required(timestamp, A_TIMESTAMP),
  datacontenttype: required(oneOf('application/json'), "'application/json'"),
  dataschema: optional(text(/^[a-z][a-z0-9+.-]*:\S+$/i, 2048), 'an absolute URI of at most 2,048 characters'),
  data: required(isRecord, 'a JSON object'),
  tenant: required(text(/^[a-z0-9][a-z0-9_-]*$/, 64), '1 to 64 of a-z, 0-9, - and _, a letter or digit first'),
  channels: required(text(/^[a-z0-9-]+(,[a-z0-9-]+)*$/, 256), "comma-separated channel names, such as 'email,webhook'"),
  severity: optional(oneOf(...SEVERITIES), SEVERITIES.map((severity) => `'${severity}'`).join(', ')),
  recipients: optional(text(PRINTABLE, 20_000), 'an address list (RFC 5322) without control characters'),
  locale: optional(text(/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i, 35), 'a language tag (BCP 47), such as de-AT'),
  expirytime: optional(timestamp, A_TIMESTAMP),
  traceparent: optional(text(/^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/), 'a W3C traceparent'),
  idempotencykey: optional(text(/^[\x21-\x7E]+$/, 128), '1 to 128 printable ASCII characters without spaces'),
} satisfies Readonly<Record<string, Rule>>;

export type AttributeName = keyof typeof RULES;

const RULE_NAMES = Object.keys(RULES) as AttributeName[];

/** What is wrong with some of the attributes, by the rules of the whole: for events that carry no others. */
export const ruleFaults = (value: Record<string, unknown>, names: readonly AttributeName[]): Fault[] =>
  names.flatMap((name) => {
    const rule: Rule = RULES[name];
    const isFaulty = value[name] === undefined ? rule.required : !rule.test(value[name]);
    return isFaulty ? [ruleFault(name, rule, value[name])] : [];
  });

function attributeFaults(value: Record<string, unknown>, options: ParseOptions, jsonFaults: readonly Fault[]): Fault[] {
  const faults: Fault[] = [...jsonFaults, ...ruleFaults(value, RULE_NAMES)];
  for (const name in value) {
    if (!Object.hasOwn(RULES, name)) faults.push(...extensionFaults(name, value[name]));
  }
  if (options.channels && RULES.channels.test(value.channels)) {
    faults.push(...channelFaults(value.channels as string, options.channels));
  }
  return faults.length === 0 ? derivationFaults(value) : faults;
}

/** An id of its own for every publish would make the key mean nothing. */
function derivationFaults({ id, tenant, idempotencykey }: Record<string, unknown>): Fault[] {
  if (idempotencykey === undefined) return [];
  const expected = derivedId(tenant as string, idempotencykey as string);
  if (id === expected) return [];
  const message = `id is ${id}, expected ${expected}, which follows from tenant and idempotencykey; leave idempotencykey out to choose an id`;
  return [{ code: 'notification.id.not_derived', path: '/id', message }];
}

function ruleFault(name: string, rule: Rule, value: unknown): Fault {
  const [kind, seen] = value === undefined ? ['missing', 'missing'] : ['malformed', shown(value)];
  return {
    code: `notification.${name}.${kind}`,
    path: `/${name}`,
    message: `${name} is ${seen}, expected ${rule.expected}`,
  };
}

/** CloudEvents 1.0.2, "Naming Conventions" and "Type System": lower-case letters and digits, simple types. */
function extensionFaults(name: string, value: unknown): Fault[] {
  const simple = ['string', 'boolean'].includes(typeof value) || Number.isInteger(value);
  if (/^[a-z0-9]{1,20}$/.test(name) && simple) return [];
  const message = `extension attribute ${shown(name)} is refused, expected a name of 1 to 20 of a-z and 0-9 with a string, boolean or integer; put it into data`;
  return [{ code: 'notification.extension.malformed', path: `/${name}`, message }];
}

/** Names of channels that are not deployed. */
export function channelFaults(channels: string, deployed: readonly string[]): Fault[] {
  return channels
    .split(',')
    .filter((name) => !deployed.includes(name))
    .map((name) => ({
      code: 'notification.channels.unknown',
      path: '/channels',
      message: `channel '${name}' does not exist, expected one of ${deployed.join(', ')}`,
    }));
}

function shown(value: unknown): string {
  const json = stringify(value);
  return json.length <= 60 ? json : `${json.slice(0, 60).toWellFormed()}…`;
}

/** `JSON.stringify` recurses, so that a value nested thousands deep exhausts the stack; it throws for cycles and bigints too. */
function stringify(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return `${Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`} without a short JSON form`;
  }
}
