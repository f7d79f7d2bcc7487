import type { QueueMessage } from '../../ports/channel-queue';
import { DIGEST, string, TARGET } from './attributes';

export interface DeliveryMessageInput {
  readonly tenant: string;
  readonly target: string;
  /** The content for the target, or the part of the notification that concerns it. */
  readonly body: string;
  /** `contentDigest` of the whole notification. */
  readonly digest: string;
}

/** A message for one target. It has none of the producer's attributes. */
export const deliveryMessage = ({ tenant, target, body, digest }: DeliveryMessageInput): QueueMessage => ({
  body,
  attributes: { [TARGET]: string(target), [DIGEST]: string(digest) },
  groupId: tenant,
});
