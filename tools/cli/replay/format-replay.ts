import type { ReplayOptions } from '../options';
import { deliveryName } from '../status/timeline';
import type { ReplayPlan } from './plan-replay';

/** A first attempt that waits for its turn leaves no trace in the ledger. */
const WHEN =
  'each when it is its turn: one to an endpoint whose circuit is open (`carillon endpoints list`) keeps its old state until then';

export function formatReplay({ deliveries, disabled }: ReplayPlan, { json, yes = false }: ReplayOptions): string {
  if (json)
    return JSON.stringify({
      replayed: yes,
      deliveries: deliveries.map(({ attempts, ...delivery }) => delivery),
      disabled: disabled.map(({ channel, target, state }) => ({ channel, target, state })),
    });
  const lines = deliveries.map((delivery) => {
    const reason = delivery.attempts.at(-1)?.reason;
    return `${deliveryName(delivery)}${delivery.state}${reason ? `: ${reason}` : ''}`;
  });
  const end = yes ? `these are attempted again, ${WHEN}` : 'nothing was sent; with --yes these are attempted again';
  const left = disabled.map(
    (delivery) => `${deliveryName(delivery)}${delivery.state}: left out, its endpoint is disabled`,
  );
  return [...lines, ...left, end].join('\n');
}
