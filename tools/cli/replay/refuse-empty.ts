import { channels } from '../../../handlers';
import { type Delivery, isConflictNote } from '../../../shared/domain/delivery/claim';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { ofOwner } from '../../../shared/operations/status/owner';
import { isOfDelivering, standing } from '../../../shared/operations/status/standing';
import type { NotificationHistory } from '../../../shared/ports/ledger';
import { isNamed, type ReplayPlan, type ReplaySelection } from './plan-replay';

/**
 * What nobody can be delivered to is not said to be attempted: where a target was asked for, or there is nothing else.
 *
 * @throws CodedError `cli.endpoint_disabled`
 */
export function refuseDisabled(
  id: string,
  { deliveries, disabled }: ReplayPlan,
  { target = [] }: ReplaySelection,
): void {
  const asked = disabled.filter((delivery) => target.some((name) => isNamed(delivery, name)));
  const [first] = asked.length > 0 ? asked : disabled;
  if (first === undefined || (asked.length === 0 && deliveries.length > 0)) return;
  throw new CodedError(
    'cli.endpoint_disabled',
    `the endpoint ${first.target}, which notification ${id} is held for, is disabled; nothing was sent`,
    `npx carillon endpoints enable --tenant ${first.tenant} ${first.target} --replay`,
  );
}

/**
 * Each target that was asked for must be open: who asks for two and mistypes one must not take both for done.
 *
 * @throws CodedError `cli.nothing_to_replay`
 */
export function refuseEmpty(
  id: string,
  history: NotificationHistory,
  { deliveries, erased }: ReplayPlan,
  { channel, target = [] }: ReplaySelection,
): void {
  const missing = target.filter((name) => !deliveries.some((delivery) => isNamed(delivery, name)));
  if (deliveries.length > 0 && missing.length === 0) return;
  const [gone] = target.length === 0 ? erased : erased.filter((one) => missing.some((name) => isNamed(one, name)));
  if (gone !== undefined) throw erasedAddress(id, gone);
  if (target.length === 0 && isRefusal(history, channel)) throw refusedWhole(id);
  const where = `${channel ? ` on channel ${channel}` : ''}${missing.length > 0 ? ` to ${missing.join(', ')}` : ''}`;
  throw new CodedError(
    'cli.nothing_to_replay',
    `nothing of notification ${id}${where} failed, was rejected, is held, or was left claimed`,
    `npx carillon status ${id} shows how each delivery stands; ${isSettled(history) ? ONCE_MORE : STILL_OPEN}`,
  );
}

const ONCE_MORE = 'publish --as-new delivers once more what was delivered';
const STILL_OPEN = 'what is open goes on by itself, and published anew it would arrive twice';

const isSettled = (history: NotificationHistory): boolean => standing(history, channels).settled;

/** `status` calls it rejected, and yet there is no delivery, or nothing that one could be made of. */
const isRefusal = (history: NotificationHistory, channel?: string): boolean => {
  const rejected = ofOwner(history).deliveries.filter(
    (one) => one.state === 'rejected' && !isConflictNote(one) && (channel ?? one.channel) === one.channel,
  );
  return rejected.length > 0 && (history.event === undefined || !rejected.some((one) => isOfDelivering(one, channels)));
};

const erasedAddress = (id: string, { target }: Delivery): CodedError =>
  new CodedError(
    'cli.nothing_to_replay',
    `the address of notification ${id} that stands as ${target} was erased: nobody knows whom to mail; nothing was sent`,
    `npx carillon status ${id} shows how each delivery stands`,
  );

const refusedWhole = (id: string): CodedError =>
  new CodedError(
    'cli.nothing_to_replay',
    `what was refused of notification ${id} is only in the dead-letter queue: the ledger has nothing of it that could be sent again`,
    `npx carillon status ${id} shows why and on which channel; mend the cause and redrive the dead letter, or publish it again`,
  );
