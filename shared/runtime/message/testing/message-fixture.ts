import type { QueueMessage } from '../../../ports/channel-queue';
import { aMessage, aNotification, aReceived } from '../../../testing/factories';
import { deliveryMessage } from '../delivery-message';

/** When every test message was sent. */
export const START = '2026-11-23T09:30:00.000Z';
export const text = (StringValue: string) => ({ DataType: 'String', StringValue });
export const number = (StringValue: string) => ({ DataType: 'Number', StringValue });
export const message = aMessage(aNotification({ tenant: 'acme' }));
export const delivery = deliveryMessage({ tenant: 'acme', target: 'ep_1', body: '{"id":"1"}', digest: 'd' });
export const receive = (sent: QueueMessage) => aReceived(sent, { messageId: 'm-1' });
export const withAttributes = (attributes: QueueMessage['attributes']) => ({
  ...message,
  attributes: { ...message.attributes, ...attributes },
});
