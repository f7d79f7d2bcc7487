import type { QueueMessage } from '../../ports/channel-queue';
import { DIGEST, string, TARGET } from './attributes';

export interface DeliveryMessageInput {
  readonly tenant: string;
  readonly target: string;
  /** What the target gets, or the part of the notification that concerns it. */
  readonly body: string;
  /** Of the notification's whole content. */
  readonly digest: string;
}

/** A message for one target alone. It carries no attribute of the producer's. */
export const deliveryMessage = ({ tenant, target, body, digest }: DeliveryMessageInput): QueueMessage => ({
  body,
  attributes: { [TARGET]: string(target), [DIGEST]: string(digest) },
  groupId: tenant,
});
