import type { Fault } from '../domain/kit/errors/coded-error';
import type { ChannelManifest } from '../domain/manifest/channel';
import { isRoutedTo } from '../domain/notification/is-routed-to';
import { sizeFaults } from '../domain/notification/message-size';
import type { Notification } from '../domain/notification/notification';
import { channelFaults, parseNotification } from '../domain/notification/parse-notification';
import { recipientFaults } from '../domain/notification/recipient-faults';
import { attributeFaults } from '../domain/notification/routing';
import { producerAttributes } from './message/attributes';
import type { ReceivedMessage } from './message/received-message';

export type Examination =
  | { readonly kind: 'notification'; readonly notification: Notification }
  | {
      readonly kind: 'refused';
      readonly faults: readonly Fault[];
      readonly id: string;
      readonly tenant: string;
      /** Absent if the message has no readable type. */
      readonly type?: string;
    }
  | { readonly kind: 'stray'; readonly notification: Notification };

export interface ExamineOptions {
  readonly manifest: ChannelManifest;
  /** Names of the deployed channels. */
  readonly channels: readonly string[];
  /** Faults that the catalogue finds in a notification, or in the readable part of one. */
  readonly catalogueFaults: (notification: Partial<Notification>) => readonly Fault[];
}

/** Placeholder for the tenant in the record of a refusal whose tenant is not readable. No tenant can have this name. */
export const UNKNOWN_TENANT = '?';

/**
 * Decides whether this channel delivers the message. SNS applies a changed filter policy late (eventual consistency),
 * so the function evaluates it again. A refusal lists every fault that the SDK would list: the readable parts are
 * validated even if other parts are malformed.
 */
export function examine(message: ReceivedMessage, options: ExamineOptions): Examination {
  const parsed = parseNotification(message.body);
  const readable = parsed.ok ? parsed.notification : parsed.readable;
  const attributes = producerAttributes(message);
  const ofMessage = [
    sizeFaults({ body: message.body, attributes }),
    attributeFaults(readable, attributes),
    options.catalogueFaults(readable),
  ];
  if (parsed.ok && ofMessage.every(({ length }) => length === 0)) {
    const { notification } = parsed;
    return { kind: isRoutedTo(options.manifest, notification) ? 'notification' : 'stray', notification };
  }
  const ofBody = parsed.ok ? [] : [...envelopeFaults(message.body), ...parsed.faults];
  const faults = [...ofBody, ...ofMessage.flat()];
  return refusal(message, readable, [...faults, ...beside(readable, faults, options)]);
}

function refusal(message: ReceivedMessage, readable: Partial<Notification>, faults: readonly Fault[]): Examination {
  const { id = message.id, tenant = UNKNOWN_TENANT, type } = readable;
  return { kind: 'refused', faults, id, tenant, ...(type !== undefined && { type }) };
}

/**
 * Faults that a refusal lists but that cause no refusal by themselves: a channel in `channels` may have been removed
 * while the notification was in flight, and a channel that reads recipients refuses them itself.
 */
const beside = (readable: Partial<Notification>, faults: readonly Fault[], options: ExamineOptions): Fault[] => [
  ...(readable.channels === undefined ? [] : channelFaults(readable.channels, options.channels)),
  ...recipientFaults(readable, [options.manifest], faults),
];

/** Never unwraps an SNS envelope: any principal that may send to the queue could have written it. */
function envelopeFaults(body: string): Fault[] {
  if (!/"Type"\s*:\s*"Notification"/.test(body) || !/"TopicArn"/.test(body)) return [];
  const message =
    'an SNS envelope, expected the notification itself; turn raw message delivery on for this subscription';
  return [{ code: 'notification.sns_envelope', path: '', message }];
}
