import type { ReplayOptions } from '../options';
import { deliveryName } from '../status/timeline';
import type { ReplayPlan } from './plan-replay';

export function formatReplay({ deliveries }: ReplayPlan, { json, yes = false }: ReplayOptions): string {
  if (json)
    return JSON.stringify({ replayed: yes, deliveries: deliveries.map(({ attempts, ...delivery }) => delivery) });
  const lines = deliveries.map((delivery) => {
    const reason = delivery.attempts.at(-1)?.reason;
    return `${deliveryName(delivery)}${delivery.state}${reason ? `: ${reason}` : ''}`;
  });
  const end = yes ? 'these are attempted again' : 'nothing was sent; with --yes these are attempted again';
  return [...lines, end].join('\n');
}
