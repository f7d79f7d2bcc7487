import { type Delivery, isConflictNote, isFinal } from '../../domain/delivery/claim';
import { matches } from '../../domain/filter-policy/matches';
import type { ChannelManifest } from '../../domain/manifest/channel';
import { isDelivering } from '../../domain/manifest/is-delivering';
import type { Notification } from '../../domain/notification/notification';
import { messageAttributes } from '../../domain/notification/routing';
import type { AcceptedEvent, NotificationHistory } from '../../ports/ledger';
import { ofOwner } from './owner';

/** How a notification stands: what is still open. */
export interface Standing {
  /** Channels that it reaches and that have recorded nothing of it. */
  readonly awaited: readonly string[];
  /** Nothing is open: every delivery that is known is final, and no channel is awaited. */
  readonly settled: boolean;
}

/** @param channels all that are deployed */
export function standing(history: NotificationHistory, channels: readonly ChannelManifest[]): Standing {
  const { event, deliveries } = ofOwner(history);
  const awaited = (event ? claiming(event, channels) : []).filter((name) =>
    deliveries.every(({ channel }) => channel !== name),
  );
  const isOver = deliveries.every(({ state }) => isFinal(state));
  return { awaited, settled: isOver && awaited.length === 0 && (event !== undefined || isRefused(deliveries)) };
}

/** A refusal is noted without a target, by every channel that got the notification; a conflict may outlive what it was with. */
export const isRefused = (deliveries: readonly Delivery[]): boolean =>
  deliveries.some((delivery) => delivery.state === 'rejected' && (delivery.target === '' || isConflictNote(delivery)));

/** Whether its channel delivers. */
export const isOfDelivering = ({ channel }: Delivery, channels: readonly ChannelManifest[]): boolean =>
  channels.some((one) => one.name === channel && isDelivering(one));

/** Channels that record deliveries of it. The text was checked when accepted. */
function claiming({ text }: AcceptedEvent, channels: readonly ChannelManifest[]): string[] {
  const attributes = messageAttributes(JSON.parse(text) as Notification);
  return channels
    .filter((one) => isDelivering(one) && matches(one.filterPolicy, attributes, 'MessageAttributes'))
    .map(({ name }) => name);
}

/** Whether the topic hands it to this channel. */
export const reaches = (event: AcceptedEvent, channel: string, channels: readonly ChannelManifest[]): boolean =>
  claiming(event, channels).includes(channel);
