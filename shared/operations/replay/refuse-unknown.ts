import { CodedError } from '../../domain/kit/errors/coded-error';
import type { ChannelManifest } from '../../domain/manifest/channel';
import type { NotificationHistory } from '../../ports/ledger';
import { ofOwner } from '../status/owner';
import { isNamed, type ReplaySelection } from './replay-plan';

/**
 * Throws for a mistyped channel, which would otherwise look like a channel without failures.
 *
 * @param channels all deployed channels
 * @throws CodedError `cli.unknown_channel`
 */
export function refuseUnknownChannel(
  { channel }: Pick<ReplaySelection, 'channel'>,
  channels: readonly Pick<ChannelManifest, 'name'>[],
): void {
  const names = channels.map(({ name }) => name);
  if (channel === undefined || names.includes(channel)) return;
  throw new CodedError('cli.unknown_channel', `there is no channel '${channel}'`, `give one of ${names.join(', ')}`);
}

/**
 * Throws for a target without a delivery of the notification in any state: it is mistyped, or of another notification.
 *
 * @throws CodedError `cli.unknown_target`
 */
export function refuseUnknownTarget(
  id: string,
  history: NotificationHistory,
  { channel, target = [] }: ReplaySelection,
): void {
  const deliveries = ofOwner(history).deliveries.filter(
    (delivery) => (channel ?? delivery.channel) === delivery.channel,
  );
  const unknown = target.filter((name) => !deliveries.some((delivery) => isNamed(delivery, name)));
  if (unknown.length === 0) return;
  const where = channel === undefined ? '' : ` on channel ${channel}`;
  throw new CodedError(
    'cli.unknown_target',
    `notification ${id} has no delivery${where} to ${unknown.join(', ')}`,
    'take addresses and endpoints as the status of the notification shows them',
  );
}
