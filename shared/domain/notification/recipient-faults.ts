import { matches } from '../filter-policy/matches';
import type { Fault } from '../kit/errors/coded-error';
import type { ChannelManifest } from '../manifest/channel';
import type { Notification } from './notification';
import { parseRecipients } from './recipients';
import { messageAttributes } from './routing';

/**
 * What is wrong with recipients: they must be addresses, and be there where one of the channels that is reached sends mail.
 *
 * @param known faults by the rules of attributes: recipients that are malformed are not missing, and are not read
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

const mails = ({ capabilities, filterPolicy }: ChannelManifest, notification: Partial<Notification>): boolean =>
  capabilities.includes('email:send') && matches(filterPolicy, messageAttributes(notification), 'MessageAttributes');
