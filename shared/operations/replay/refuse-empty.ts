import { type Delivery, isConflictNote } from '../../domain/delivery/claim';
import type { ChannelManifest } from '../../domain/manifest/channel';
import type { NotificationHistory } from '../../ports/ledger';
import { ofOwner } from '../status/owner';
import { isOfDelivering, standing } from '../status/standing';
import { isNamed, type ReplayPlan, type ReplaySelection } from './replay-plan';
import { ReplayRefused } from './replay-refused';

/**
 * Throws unless each requested target is open, so that an operator notices a mistyped target.
 *
 * @param channels all deployed channels
 * @throws CodedError `cli.nothing_to_replay`
 */
export function refuseEmpty(
  id: string,
  history: NotificationHistory,
  { deliveries, erased }: ReplayPlan,
  { channel, target = [] }: ReplaySelection,
  channels: readonly ChannelManifest[],
): void {
  const missing = target.filter((name) => !deliveries.some((delivery) => isNamed(delivery, name)));
  if (deliveries.length > 0 && missing.length === 0) return;
  const [gone] = target.length === 0 ? erased : erased.filter((one) => missing.some((name) => isNamed(one, name)));
  if (gone !== undefined) throw erasedAddress(id, gone);
  if (target.length === 0 && isRefusal(history, channel, channels)) throw refusedWhole(id);
  const where = `${channel ? ` on channel ${channel}` : ''}${missing.length > 0 ? ` to ${missing.join(', ')}` : ''}`;
  throw nothingOpen(`${id}${where}`, standing(history, channels).settled);
}

/** True if `status` shows the notification as rejected, but there is no delivery, or no record to make one from. */
function isRefusal(history: NotificationHistory, channel: string | undefined, channels: readonly ChannelManifest[]) {
  const rejected = ofOwner(history).deliveries.filter(
    (one) => one.state === 'rejected' && !isConflictNote(one) && (channel ?? one.channel) === one.channel,
  );
  const isDelivering = (one: Delivery) => isOfDelivering(one, channels);
  return rejected.length > 0 && (history.event === undefined || !rejected.some(isDelivering));
}

const STATUS = 'the status of the notification shows';

const nothingOpen = (what: string, isSettled: boolean): ReplayRefused =>
  new ReplayRefused({
    code: 'cli.nothing_to_replay',
    reason: isSettled ? 'all_settled' : 'still_open',
    message: `nothing of notification ${what} failed, was rejected, is held, or was left claimed`,
    fix: `${STATUS} how each delivery stands; ${isSettled ? ONCE_MORE : STILL_OPEN}`,
  });

const ONCE_MORE = 'published under a new id it is delivered once more';
const STILL_OPEN = 'what is open goes on by itself, and published anew it would arrive twice';

const erasedAddress = (id: string, { target }: Delivery): ReplayRefused =>
  new ReplayRefused({
    code: 'cli.nothing_to_replay',
    reason: 'address_erased',
    message: `the address of notification ${id} that stands as ${target} was erased, so there is no recipient to mail; nothing was sent`,
    fix: `${STATUS} how each delivery stands`,
  });

const refusedWhole = (id: string): ReplayRefused =>
  new ReplayRefused({
    code: 'cli.nothing_to_replay',
    reason: 'dead_letter_only',
    message: `what was refused of notification ${id} is only in the dead-letter queue: the ledger has nothing of it that could be sent again`,
    fix: `${STATUS} why and on which channel; fix the cause and redrive the dead letter, or publish it again`,
  });
