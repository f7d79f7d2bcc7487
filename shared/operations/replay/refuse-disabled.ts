import { isNamed, type ReplayPlan, type ReplaySelection } from './replay-plan';
import { ReplayRefused } from './replay-refused';

/**
 * Throws if a requested target is a disabled endpoint, or if only disabled endpoints are left: a replay could not deliver.
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
