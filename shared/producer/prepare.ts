import { catalogueFaults, isUnknown, type UnknownTypes, unknownType } from '../catalogue/type-faults';
import { isObject } from '../domain/filter-policy/filter-policy';
import type { Fault } from '../domain/kit/errors/coded-error';
import { checkJson } from '../domain/kit/json/check-json';
import { serializeJson } from '../domain/kit/json/json';
import { jsonValueOf } from '../domain/kit/json/json-value';
import { ownMembers } from '../domain/kit/json/own-members';
import type { JsonLimit } from '../domain/kit/json/read-budget';
import { reasonOf } from '../domain/kit/json/reason-of';
import { Refused } from '../domain/kit/json/refused';
import type { ChannelManifest } from '../domain/manifest/channel';
import { sizeFaults } from '../domain/notification/message-size';
import { MAX_NOTIFICATION_BYTES, type Notification } from '../domain/notification/notification';
import { checkNotification } from '../domain/notification/parse-notification';
import { recipientFaults } from '../domain/notification/recipient-faults';
import { messageAttributes } from '../domain/notification/routing';
import type { TopicMessage } from '../ports/topic';
import { type Defaults, fillNotification } from './fill-notification';

export interface Settings extends Defaults {
  /** The deployed channels. */
  readonly channels: readonly ChannelManifest[];
  readonly unknownTypes: UnknownTypes;
}

/** A validated notification with its message for the topic. */
export interface Prepared extends TopicMessage {
  readonly notification: Notification;
}

export type Preparation =
  | { readonly ok: true; readonly prepared: Prepared }
  | {
      readonly ok: false;
      readonly faults: readonly Fault[];
      /** JSON form of the entry; undefined if it cannot be read completely. */
      readonly given?: unknown;
    };

/**
 * Adds defaults to the entry and applies every rule that the functions will apply. Returns all faults. Reads the entry
 * once: validation, size and message all use its JSON form.
 */
export function prepare(entry: unknown, settings: Settings): Preparation {
  try {
    return judge(jsonValueOf(entry, LIMIT), settings);
  } catch (error) {
    return { ok: false, faults: [unreadable(error)] };
  }
}

/** A value has at least two bytes in JSON, including the comma or bracket after it. */
const MAX_VALUES = MAX_NOTIFICATION_BYTES / 2;
/** Up to four times the limit, a notification is read completely, so that the fault can state its size. */
const MAX_READ_BYTES = 4 * MAX_NOTIFICATION_BYTES;

/** Bounds the read: shared objects can make the JSON form of a small object graph exponentially large. */
const LIMIT: JsonLimit = {
  maxValues: MAX_VALUES,
  maxBytes: MAX_READ_BYTES,
  code: 'notification.too_large',
  message: `up to here there are more than ${MAX_VALUES} values or ${MAX_READ_BYTES} bytes, an object counted each time that it is there; expected is a notification of at most ${MAX_NOTIFICATION_BYTES} bytes; send a link to the data instead`,
};

/** The fault of an entry whose proxy or `toJSON` threw, so that it does not fail the other entries of a batch. */
const unreadable = (error: unknown): Fault => ({
  code: 'json.unsupported',
  path: '',
  message: `reading the notification threw ${reasonOf(error)}; give plain objects`,
});

function judge(given: unknown, settings: Settings): Preparation {
  if (given instanceof Refused) return { ok: false, faults: given.faults };
  const filled = isObject(given) ? fillNotification(given, settings) : given;
  const checked = checkNotification(filled, { channels: settings.channels.map(({ name }) => name) });
  const readable: Partial<Notification> = ownMembers(checked.ok ? checked.notification : checked.readable);
  const hasJson = checked.ok || checkJson(filled).length === 0;
  // An entry without a JSON form has no size; other faults say why.
  const sized = { body: hasJson ? serializeJson(filled) : '', attributes: messageAttributes(readable) };
  const malformed = checked.ok ? [] : checked.faults.map(withCause(readable));
  const faults = withoutEchoes([...malformed, ...contentFaults(readable, malformed, settings), ...sizeFaults(sized)]);
  if (!checked.ok || faults.length > 0) return { ok: false, faults, given };
  const notification = { ...checked.notification };
  return { ok: true, prepared: { ...sized, notification, groupId: notification.tenant } };
}

/** Drops consequential faults: of a value without JSON form, and of channels that an unknown type did not fill in. */
function withoutEchoes(faults: readonly Fault[]): readonly Fault[] {
  const formless = faults.filter(({ code }) => code.startsWith('json.')).map(({ path }) => path);
  const hasNoType = faults.some(({ code }) => code === 'notification.type.unknown');
  return faults.filter(({ code, path }) => {
    if (code === 'notification.channels.missing') return !hasNoType;
    return code !== 'notification.data.invalid' || !formless.includes(path);
  });
}

/**
 * Adds the unknown type to the fault of missing channels, if unknown types are allowed: otherwise a developer would add
 * channels, and publish a misspelt type.
 */
const withCause =
  ({ type }: Partial<Notification>) =>
  (fault: Fault): Fault =>
    fault.code === 'notification.channels.missing' && type !== undefined && isUnknown(type)
      ? { ...fault, message: `${fault.message}; no type fills them in: ${unknownType(type).message}` }
      : fault;

/** Faults in the content of valid attributes, even if other attributes are invalid. */
const contentFaults = (
  readable: Partial<Notification>,
  malformed: readonly Fault[],
  { channels, unknownTypes }: Settings,
): Fault[] => [...catalogueFaults(unknownTypes)(readable), ...recipientFaults(readable, channels, malformed)];
