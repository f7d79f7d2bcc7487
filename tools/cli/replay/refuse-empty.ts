import { CodedError } from '../../../shared/domain/coded-error';
import { isNamed, type ReplayPlan, type ReplaySelection } from './plan-replay';

/**
 * Each target that was asked for must be open: who asks for two and mistypes one must not take both for done.
 *
 * @throws CodedError `cli.nothing_to_replay`
 */
export function refuseEmpty(id: string, { deliveries }: ReplayPlan, { channel, target = [] }: ReplaySelection): void {
  const missing = target.filter((name) => !deliveries.some((delivery) => isNamed(delivery, name)));
  if (deliveries.length > 0 && missing.length === 0) return;
  const where = `${channel ? ` on channel ${channel}` : ''}${missing.length > 0 ? ` to ${missing.join(', ')}` : ''}`;
  throw new CodedError(
    'cli.nothing_to_replay',
    `nothing of notification ${id}${where} failed, was rejected, or was left claimed`,
    'carillon status <id> shows how each delivery stands; publish --as-new delivers once more what was delivered',
  );
}
