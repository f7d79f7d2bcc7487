import type { Delivery } from '../../../../shared/domain/delivery/claim';
import { planReplay } from '../../../../shared/operations/replay/plan-replay';
import { runReplay } from '../../../../shared/operations/replay/run-replay';
import type { ApiRoute } from '../api-route';

export const replayNotification: ApiRoute<'replayNotification'> = async ({ tenant, path, body }, ports) => {
  const { channel, targets, dryRun = false } = body;
  const request = {
    id: path.id ?? '',
    ...(tenant !== undefined && { tenant }),
    ...(channel !== undefined && { channel }),
    ...(targets !== undefined && { target: targets }),
  };
  const plan = await planReplay(request, { ...ports, endpoints: ports.registry });
  if (!dryRun) await runReplay(plan, ports);
  const { deliveries, disabled, erased } = plan;
  const documents = {
    deliveries: deliveries.map(targetOf),
    disabled: disabled.map(targetOf),
    erased: erased.map(targetOf),
  };
  return { status: 200, body: { dryRun, ...documents } };
};

const targetOf = ({ channel, target, state }: Delivery) => ({ channel, target, state });
