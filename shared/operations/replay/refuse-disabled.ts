import { isNamed, type ReplayPlan, type ReplaySelection } from './replay-plan';
import { ReplayRefused } from './replay-refused';

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
  const { tenant, target: endpoint } = first;
  throw new ReplayRefused({
    code: 'cli.endpoint_disabled',
    reason: 'endpoint_disabled',
    message: `the endpoint ${endpoint}, which notification ${id} is held for, is disabled; nothing was sent`,
    fix: `enable endpoint ${endpoint} of tenant ${tenant}, and replay what it missed while it was disabled`,
    tenant,
    endpoint,
  });
}
