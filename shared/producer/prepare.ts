import { catalogueFaults, type UnknownTypes } from '../catalogue/type-faults';
import type { Fault } from '../domain/coded-error';
import { isObject } from '../domain/filter-policy/filter-policy';
import { checkJson, Unreadable } from '../domain/json/check-json';
import { serializeJson } from '../domain/json/json';
import { jsonValueOf } from '../domain/json/json-value';
import type { ChannelManifest } from '../domain/manifest/channel';
import { sizeFaults } from '../domain/notification/message-size';
import type { Notification } from '../domain/notification/notification';
import { checkNotification } from '../domain/notification/parse-notification';
import { recipientFaults } from '../domain/notification/recipient-faults';
import { messageAttributes } from '../domain/notification/routing';
import { type Defaults, fillNotification } from './fill-notification';
import type { TopicMessage } from './topic';

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
    return judge(jsonValueOf(entry), settings);
  } catch (error) {
    return { ok: false, faults: [unreadable(error)] };
  }
}

/** A proxy or the `toJSON` of the entry itself threw. One such entry keeps no others of a batch from being published. */
const unreadable = (error: unknown): Fault => ({
  code: 'json.unsupported',
  path: '',
  message: `reading the notification threw ${new Unreadable(error).reason}; give plain objects`,
});

function judge(given: unknown, settings: Settings): Preparation {
  const filled = isObject(given) ? fillNotification(given, settings) : given;
  const checked = checkNotification(filled, { channels: settings.channels.map(({ name }) => name) });
  const readable = checked.ok ? checked.notification : checked.readable;
  const hasJson = checked.ok || checkJson(filled).length === 0;
  // Without a JSON form it has no size; the faults say why.
  const sized = { body: hasJson ? serializeJson(filled) : '', attributes: messageAttributes(readable) };
  const malformed = checked.ok ? [] : checked.faults;
  const faults = [...malformed, ...contentFaults(readable, malformed, settings), ...sizeFaults(sized)];
  if (!checked.ok || faults.length > 0) return { ok: false, faults, given };
  const { notification } = checked;
  return { ok: true, prepared: { ...sized, notification, groupId: notification.tenant } };
}

/** What stands in attributes that keep their rules, whatever is wrong with others. */
const contentFaults = (
  readable: Partial<Notification>,
  malformed: readonly Fault[],
  { channels, unknownTypes }: Settings,
): Fault[] => [...catalogueFaults(unknownTypes)(readable), ...recipientFaults(readable, channels, malformed)];
