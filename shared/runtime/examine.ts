import type { Fault } from '../domain/coded-error';
import { matches } from '../domain/filter-policy/matches';
import type { ChannelManifest } from '../domain/manifest/channel';
import { sizeFaults } from '../domain/notification/message-size';
import type { Notification } from '../domain/notification/notification';
import { parseNotification } from '../domain/notification/parse-notification';
import { attributeFaults, messageAttributes } from '../domain/notification/routing';
import { producerAttributes, type ReceivedMessage } from './message';

export type Examination =
  | { readonly kind: 'notification'; readonly notification: Notification }
  | {
      readonly kind: 'refused';
      readonly faults: readonly Fault[];
      readonly id: string;
      readonly tenant: string;
      /** Where it could be read. */
      readonly type?: string;
    }
  | { readonly kind: 'stray'; readonly notification: Notification };

export interface ExamineOptions {
  readonly manifest: ChannelManifest;
  readonly catalogueFaults: (notification: Notification) => readonly Fault[];
}

/** Stands in for the tenant in the record of a refusal, where none could be read. No tenant can have this name. */
export const UNKNOWN_TENANT = '?';

/**
 * Should this channel deliver what it received? SNS applies filter changes late, so the filter is evaluated again. Which
 * other channels `channels` names is no matter: one of them may have been removed while the notification was in flight.
 */
export function examine(message: ReceivedMessage, options: ExamineOptions): Examination {
  const parsed = parseNotification(message.body);
  if (!parsed.ok) {
    const faults = [...envelopeFaults(message.body), ...parsed.faults];
    return { kind: 'refused', faults, id: parsed.id ?? message.id, tenant: parsed.tenant ?? UNKNOWN_TENANT };
  }
  const { notification } = parsed;
  const attributes = producerAttributes(message);
  const faults = [
    ...sizeFaults({ body: message.body, attributes }),
    ...attributeFaults(notification, attributes),
    ...options.catalogueFaults(notification),
  ];
  const { id, tenant, type } = notification;
  if (faults.length > 0) return { kind: 'refused', faults, id, tenant, type };
  return { kind: isWanted(options.manifest, notification) ? 'notification' : 'stray', notification };
}

const isWanted = (manifest: ChannelManifest, notification: Notification): boolean =>
  matches(manifest.filterPolicy, messageAttributes(notification), 'MessageAttributes');

/** Nothing inside an SNS envelope is looked at: whoever may send to the queue could have written it. */
function envelopeFaults(body: string): Fault[] {
  if (!/"Type"\s*:\s*"Notification"/.test(body) || !/"TopicArn"/.test(body)) return [];
  const message =
    'an SNS envelope, expected the notification itself; turn raw message delivery on for this subscription';
  return [{ code: 'notification.sns_envelope', path: '', message }];
}
