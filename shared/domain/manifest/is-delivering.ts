import type { ChannelManifest } from './channel';

/** Whether the channel delivers, and so records deliveries. What only accepts records the notification itself: audit. */
export const isDelivering = ({ capabilities }: Pick<ChannelManifest, 'capabilities'>): boolean =>
  capabilities.includes('ledger:claim');
