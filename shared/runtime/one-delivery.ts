import type { DeliveryKey } from '../domain/delivery/claim';
import type { ChannelManifest } from '../domain/manifest/channel';
import type { DeliveredEvent } from './delivered-event';
import { type Invocation, RETURN_MS } from './invocation';
import type { ReceivedMessage } from './message/received-message';
import type { DeliveringChannel } from './target-channel';

/** One delivery that a message asks for: an event, a target of a channel, and the invocation that handles it. */
export interface OneDelivery {
  readonly channel: DeliveringChannel;
  readonly event: DeliveredEvent;
  readonly message: ReceivedMessage;
  readonly target: string;
  readonly invocation: Invocation;
}

/** The key of the delivery in the ledger. */
export const keyOf = ({ event: { id, tenant }, target }: OneDelivery, { name }: ChannelManifest): DeliveryKey => ({
  tenant,
  notificationId: id,
  channel: name,
  target,
});

/**
 * Whether an effect that starts now ends before the function times out. After a timeout, it would be unknown whether
 * the effect happened.
 */
export const isInTime = ({ remainingMs }: Invocation, { attemptSeconds }: ChannelManifest): boolean =>
  remainingMs() >= attemptSeconds * 1000 + RETURN_MS;
