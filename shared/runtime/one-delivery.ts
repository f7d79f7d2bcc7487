import type { DeliveryKey } from '../domain/delivery/claim';
import type { ChannelManifest } from '../domain/manifest/channel';
import type { DeliveredEvent } from './delivered-event';
import { type Invocation, RETURN_MS } from './invocation';
import type { ReceivedMessage } from './message/received-message';
import type { DeliveringChannel } from './target-channel';

/** One delivery that a message asks for: of an event, to one target of a channel. */
export interface OneDelivery {
  readonly channel: DeliveringChannel;
  readonly event: DeliveredEvent;
  readonly message: ReceivedMessage;
  readonly target: string;
  readonly invocation: Invocation;
}

/** In the ledger. */
export const keyOf = ({ event: { id, tenant }, target }: OneDelivery, { name }: ChannelManifest): DeliveryKey => ({
  tenant,
  notificationId: id,
  channel: name,
  target,
});

/** No effect begins that might outlive the function: nobody could tell whether it happened. */
export const isInTime = ({ remainingMs }: Invocation, { attemptSeconds }: ChannelManifest): boolean =>
  remainingMs() >= attemptSeconds * 1000 + RETURN_MS;
