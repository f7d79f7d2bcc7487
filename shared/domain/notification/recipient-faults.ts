import type { Fault } from '../kit/errors/coded-error';
import type { ChannelManifest } from '../manifest/channel';
import { isRoutedTo } from './is-routed-to';
import type { Notification } from './notification';
import { parseRecipients } from './recipients';

/**
 * Faults of the recipients: each must be an address, and at least one is required if a channel in `channels` sends
 * mail.
 *
 * @param known faults found so far: malformed recipients do not count as missing, and are not parsed
 */
export function recipientFaults(
  notification: Partial<Notification>,
  channels: readonly ChannelManifest[],
  known: readonly Fault[],
): readonly Fault[] {
  if (known.some(({ path }) => path === '/recipients' || path.startsWith('/recipients/'))) return [];
  const { recipients } = notification;
  if (recipients === undefined && !channels.some((channel) => mails(channel, notification))) return [];
  const parsed = parseRecipients(recipients ?? '');
  return parsed.ok ? [] : parsed.faults;
}

const mails = (channel: ChannelManifest, notification: Partial<Notification>): boolean =>
  channel.capabilities.includes('email:send') && isRoutedTo(channel, notification);
