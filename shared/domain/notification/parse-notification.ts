import { isObject } from '../filter-policy/filter-policy';
import type { Fault } from '../kit/errors/coded-error';
import { checkJson, MAX_FAULTS } from '../kit/json/check-json';
import { parseJson, readJson } from '../kit/json/json';
import { ownMembers } from '../kit/json/own-members';
import { Refused } from '../kit/json/refused';
import { ATTRIBUTES, attributeFaults, isAttribute, isValid, shown } from './attribute-rules';
import { derivedId } from './derived-id';
import { extensionFault } from './extension-attributes';
import { followsRules } from './follows-rules';
import type { Notification } from './notification';

export type ParseResult =
  | { readonly ok: true; readonly notification: Notification }
  | {
      readonly ok: false;
      readonly faults: readonly Fault[];
      /** The valid attributes: the refusal is recorded under them, and the catalogue validates them too. */
      readonly readable: Partial<Notification>;
    };

export interface ParseOptions {
  /** Allowed channel names; any other is a fault. @default any name */
  readonly channels?: readonly string[];
}

/** Parses a notification from JSON text. Lists every fault, not only the first. */
export function parseNotification(text: string, options: ParseOptions = {}): ParseResult {
  const json = parseJson(text);
  return json.ok ? judge(json.value, options, []) : judge(readJson(text), options, json.faults);
}

/** Validates a value of `jsonValueOf`, before it is serialised. */
export function checkNotification(value: unknown, options: ParseOptions): ParseResult {
  return judge(value, options, checkJson(value));
}

function judge(value: unknown, options: ParseOptions, jsonFaults: readonly Fault[]): ParseResult {
  if (value === undefined) return { ok: false, faults: jsonFaults, readable: {} };
  if (!isObject(value)) return { ok: false, faults: [...jsonFaults, notAnObject(value)], readable: {} };
  if (jsonFaults.length === 0 && isFaultless(value, options)) return { ok: true, notification: completed(value) };
  const own = ownMembers(value);
  const faults = faultsOf(own, options, jsonFaults);
  const complete = own.severity === undefined ? { ...value, severity: 'info' } : value;
  if (faults.length === 0) return { ok: true, notification: complete as unknown as Notification };
  return { ok: false, faults, readable: readable(ownMembers(complete)) };
}

/** Whether `faultsOf` finds nothing: decided without a list of faults, because almost every notification is valid. */
const isFaultless = (value: Readonly<Record<string, unknown>>, { channels }: ParseOptions): boolean =>
  followsRules(value) &&
  (channels === undefined || channelFaults(value.channels as string, channels).length === 0) &&
  (value.idempotencykey === undefined || derivationFaults(value).length === 0);

/** A value without faults, with the defaults. */
const completed = (value: Readonly<Record<string, unknown>>): Notification =>
  (value.severity !== undefined ? value : { ...value, severity: 'info' }) as unknown as Notification;

const readable = (value: Record<string, unknown>): Partial<Notification> =>
  Object.fromEntries(
    ATTRIBUTES.filter((name) => isReadable(value[name]) && isValid(name, value[name])).map((name) => [
      name,
      value[name],
    ]),
  );

/** A `Refused` value has its fault already: no further rule applies to it. */
const isReadable = (value: unknown): boolean => !(value instanceof Refused);

const notAnObject = (value: unknown): Fault => ({
  code: 'notification.not_an_object',
  path: '',
  message: `${shown(value)} is not a notification, expected a JSON object in CloudEvents 1.0 structured mode`,
});

function faultsOf(value: Record<string, unknown>, options: ParseOptions, jsonFaults: readonly Fault[]): Fault[] {
  const isJudged = (name: string): boolean => isReadable(value[name]);
  const extensions = Object.keys(value).filter((name) => !isAttribute(name) && isJudged(name));
  const faults: Fault[] = [
    ...jsonFaults,
    ...attributeFaults(value, ATTRIBUTES.filter(isJudged)),
    ...firstFaults(extensions, (name) => extensionFault(name, value[name])),
  ];
  if (options.channels && isValid('channels', value.channels)) {
    faults.push(...channelFaults(value.channels as string, options.channels));
  }
  return [...faults, ...derivationFaults(value)];
}

const DERIVED_FROM = ['idempotencykey', 'tenant', 'id'] as const;

/** A new id for each publish would defeat the idempotency key. */
function derivationFaults(value: Readonly<Record<string, unknown>>): Fault[] {
  if (!DERIVED_FROM.every((name) => isValid(name, value[name]))) return [];
  const { id, tenant, idempotencykey } = value;
  const expected = derivedId(tenant as string, idempotencykey as string);
  if (id === expected) return [];
  const message = `id is ${id}, expected ${expected}, which follows from tenant and idempotencykey; leave idempotencykey out to choose an id`;
  return [{ code: 'notification.id.not_derived', path: '/id', message }];
}

/** Limits the list: a message can hold 40,000 names. */
function firstFaults(names: readonly string[], faultOf: (name: string) => Fault | undefined): Fault[] {
  const faults: Fault[] = [];
  for (const name of names) {
    const fault = faults.length < MAX_FAULTS ? faultOf(name) : undefined;
    if (fault !== undefined) faults.push(fault);
  }
  return faults;
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
