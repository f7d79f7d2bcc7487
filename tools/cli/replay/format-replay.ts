import type { Delivery } from '../../../shared/domain/delivery/claim';
import type { ReplayOptions } from '../options';
import { deliveryName } from '../status/format-timeline';
import type { ReplayPlan } from './plan-replay';

/** A first attempt that waits for its turn leaves no trace in the ledger. */
const WHEN =
  'each when it is its turn: one to an endpoint whose circuit is open (`carillon endpoints list`) keeps its old state until then';

export function formatReplay(
  { deliveries, disabled, erased }: ReplayPlan,
  { json, yes = false }: ReplayOptions,
): string {
  if (json)
    return JSON.stringify({
      replayed: yes,
      deliveries: deliveries.map(({ attempts, ...delivery }) => delivery),
      disabled: disabled.map(leftOut),
      erased: erased.map(leftOut),
    });
  const lines = deliveries.map((delivery) => {
    const reason = delivery.attempts.at(-1)?.reason;
    return `${deliveryName(delivery)}${delivery.state}${reason ? `: ${reason}` : ''}`;
  });
  const end = yes ? `these are attempted again, ${WHEN}` : 'nothing was sent; with --yes these are attempted again';
  const left = [
    ...disabled.map((one) => `${deliveryName(one)}${one.state}: left out, its endpoint is disabled`),
    ...erased.map((one) => `${deliveryName(one)}${one.state}: left out, its address was erased`),
  ];
  return [...lines, ...left, end].join('\n');
}

const leftOut = ({ channel, target, state }: Delivery) => ({ channel, target, state });
