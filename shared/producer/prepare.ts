import { catalogueFaults, type UnknownTypes } from '../catalogue/type-faults';
import type { Fault } from '../domain/coded-error';
import { isObject } from '../domain/filter-policy/filter-policy';
import { matches } from '../domain/filter-policy/matches';
import { serializeJson } from '../domain/json/json';
import type { ChannelManifest } from '../domain/manifest/channel';
import { isValid } from '../domain/notification/attribute-rules';
import { sizeFaults } from '../domain/notification/message-size';
import type { Notification } from '../domain/notification/notification';
import { checkNotification } from '../domain/notification/parse-notification';
import { parseRecipients } from '../domain/notification/recipients';
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
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Fills in what the entry leaves out and applies every rule that the functions will apply. Lists all faults. */
export function prepare(entry: unknown, settings: Settings): Preparation {
  const filled = isObject(entry) ? fillNotification(entry, settings) : entry;
  const checked = checkNotification(filled, { channels: settings.channels.map(({ name }) => name) });
  const faults = [...(checked.ok ? [] : checked.faults), ...contentFaults(filled, settings)];
  if (!checked.ok || faults.length > 0) return { ok: false, faults };
  return fitted(filled as Notification);
}

/** What stands in attributes that `checkNotification` leaves to those who read them. */
function contentFaults(filled: unknown, { channels, unknownTypes }: Settings): Fault[] {
  if (!isObject(filled)) return [];
  const { type, data } = filled;
  const canBeJudged = isValid('type', type) && isObject(data);
  const ofCatalogue = canBeJudged ? catalogueFaults(unknownTypes)({ type: type as string, data }) : [];
  return [...ofCatalogue, ...recipientFaults(filled, channels)];
}

/** Recipients are read by channels that send mail, and needed when one of those is reached. */
function recipientFaults(filled: Readonly<Record<string, unknown>>, manifests: readonly ChannelManifest[]) {
  const { recipients, channels } = filled;
  if (recipients !== undefined && typeof recipients !== 'string') return [];
  const mailed = typeof channels === 'string' && manifests.some((manifest) => sendsMail(manifest, filled));
  if (recipients === undefined && !mailed) return [];
  const parsed = parseRecipients(recipients ?? '');
  return parsed.ok ? [] : parsed.faults;
}

const sendsMail = ({ capabilities, filterPolicy }: ChannelManifest, filled: unknown): boolean =>
  capabilities.includes('email:send') &&
  matches(filterPolicy, messageAttributes(filled as Notification), 'MessageAttributes');

function fitted(notification: Notification): Preparation {
  const attributes = messageAttributes(notification);
  const prepared = { notification, body: serializeJson(notification), attributes, groupId: notification.tenant };
  const faults = sizeFaults(prepared);
  return faults.length === 0 ? { ok: true, prepared } : { ok: false, faults };
}
