import type { Notification } from '../../domain/notification/notification';
import { messageAttributes } from '../../domain/notification/routing';
import type { QueueMessage } from '../../ports/channel-queue';
import type { AcceptedEvent } from '../../ports/ledger';

/** An accepted notification as SNS delivered it: the original text, and the attributes that filter policies read. */
export const recordedMessage = ({ text, tenant }: AcceptedEvent, notification: Notification): QueueMessage => ({
  body: text,
  groupId: tenant,
  attributes: messageAttributes(notification),
});
