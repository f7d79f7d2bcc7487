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
  /** The channels that are deployed. */
  readonly channels: readonly ChannelManifest[];
  readonly unknownTypes: UnknownTypes;
}

/** Ready to be sent. */
export interface Prepared extends TopicMessage {
  readonly notification: Notification;
}

export type Preparation =
  | { readonly ok: true; readonly prepared: Prepared }
  | {
      readonly ok: false;
      readonly faults: readonly Fault[];
      /** What JSON makes of the entry; undefined where the whole of it cannot be read. */
      readonly given?: unknown;
    };

/**
 * Fills in what the entry leaves out and applies every rule that the functions will apply. Lists all faults. It judges,
 * measures and sends what JSON makes of the entry, which is read once.
 */
export function prepare(entry: unknown, settings: Settings): Preparation {
  try {
    return judge(jsonValueOf(entry, LIMIT), settings);
  } catch (error) {
    return { ok: false, faults: [unreadable(error)] };
  }
}

/** A value has at least two bytes as JSON, the comma or bracket behind it included. */
const MAX_VALUES = MAX_NOTIFICATION_BYTES / 2;
/** Up to four times as large, a notification is measured, and its size told. */
const MAX_READ_BYTES = 4 * MAX_NOTIFICATION_BYTES;

/** What cannot fit is not read to its end, which objects that are shared may put off without limit. */
const LIMIT: JsonLimit = {
  maxValues: MAX_VALUES,
  maxBytes: MAX_READ_BYTES,
  code: 'notification.too_large',
  message: `up to here there are more than ${MAX_VALUES} values or ${MAX_READ_BYTES} bytes, an object counted each time that it is there; expected is a notification of at most ${MAX_NOTIFICATION_BYTES} bytes; send a link to the data instead`,
};

/** A proxy or the `toJSON` of the entry itself threw. One such entry keeps no others of a batch from being published. */
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
  // Without a JSON form it has no size; the faults say why.
  const sized = { body: hasJson ? serializeJson(filled) : '', attributes: messageAttributes(readable) };
  const malformed = checked.ok ? [] : checked.faults.map(withCause(readable));
  const faults = withoutEchoes([...malformed, ...contentFaults(readable, malformed, settings), ...sizeFaults(sized)]);
  if (!checked.ok || faults.length > 0) return { ok: false, faults, given };
  const notification = { ...checked.notification };
  return { ok: true, prepared: { ...sized, notification, groupId: notification.tenant } };
}

/** What is said of a value that has no JSON form, and of what a type that does not exist would have filled in, says nothing. */
function withoutEchoes(faults: readonly Fault[]): readonly Fault[] {
  const formless = faults.filter(({ code }) => code.startsWith('json.')).map(({ path }) => path);
  const hasNoType = faults.some(({ code }) => code === 'notification.type.unknown');
  return faults.filter(({ code, path }) => {
    if (code === 'notification.channels.missing') return !hasNoType;
    return code !== 'notification.data.invalid' || !formless.includes(path);
  });
}

/**
 * Channels that are missing where an unknown type is allowed: whoever reads that alone adds them, and publishes a misspelt
 * type. The fault therefore says why the type did not fill them in.
 */
const withCause =
  ({ type }: Partial<Notification>) =>
  (fault: Fault): Fault =>
    fault.code === 'notification.channels.missing' && type !== undefined && isUnknown(type)
      ? { ...fault, message: `${fault.message}; no type fills them in: ${unknownType(type).message}` }
      : fault;

/** What stands in attributes that keep their rules, whatever is wrong with others. */
const contentFaults = (
  readable: Partial<Notification>,
  malformed: readonly Fault[],
  { channels, unknownTypes }: Settings,
): Fault[] => [...catalogueFaults(unknownTypes)(readable), ...recipientFaults(readable, channels, malformed)];
