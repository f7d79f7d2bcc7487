import type { Delivery } from '../../domain/delivery/claim';
import { groupBy } from '../../domain/kit/chunks/group-by';
import { isEndpoint } from '../../domain/listing/listing-row';
import type { SourceQueue } from '../../ports/channel-queue';
import type { EndpointRegistry } from '../../ports/endpoints';
import type { ReplayFilter } from '../../ports/replay-runs';
import { type PlanReplayPorts, recordedHistory } from '../replay/plan-replay';
import { replayPlan } from '../replay/replay-plan';
import { ReplayRefused } from '../replay/replay-refused';

export interface ReplayFoundPorts
  extends Pick<PlanReplayPorts, 'ledger' | 'records' | 'clock' | 'channels' | 'openDigest'> {
  readonly endpoints: Pick<EndpointRegistry, 'find'>;
  /** The source queue of a channel. */
  openQueue(channel: string): Promise<SourceQueue>;
}

export interface Outcome {
  /** Deliveries that were sent to their queue. */
  readonly sent: number;
  /** Deliveries that the queue refused; one, if the record was changed. */
  readonly failed: number;
}

/**
 * Sends the deliveries of one notification that are as the filter wants them now, and no other. Idempotent: what was
 * delivered, or is being attempted, is left out.
 *
 * @throws errors of the ports
 */
export async function replayFound(id: string, filter: ReplayFilter, ports: ReplayFoundPorts): Promise<Outcome> {
  const history = await recordedHistory(id, filter.tenant, ports);
  if (history.event?.tenant !== filter.tenant) return NOTHING;
  const wanted = history.deliveries.filter((delivery) => isWanted(delivery, filter));
  if (wanted.length === 0) return NOTHING;
  const keys = new Set(wanted.map(keyOf));
  const context = { now: ports.clock.now(), digest: await ports.openDigest(), channels: ports.channels };
  const selection = { target: wanted.map(({ target }) => target), disabled: await disabledOf(wanted, ports) };
  const plan = planOf(() => replayPlan(history, selection, context));
  if (plan === undefined) return { sent: 0, failed: 1 };
  const messages = plan.messages.filter((_, n) => keys.has(keyOf(plan.deliveries[n] as Delivery)));
  const refusals: (string | undefined)[] = [];
  for (const [channel, own] of groupBy(messages, (message) => message.channel)) {
    const queue = await ports.openQueue(channel);
    refusals.push(...(await queue.offer(own.map(({ channel: _, ...message }) => message))));
  }
  const failed = refusals.filter((refusal) => refusal !== undefined).length;
  return { sent: refusals.length - failed, failed };
}

const NOTHING: Outcome = { sent: 0, failed: 0 };

const keyOf = ({ channel, target }: Pick<Delivery, 'channel' | 'target'>): string => `${channel} ${target}`;

const isWanted = ({ tenant, state, channel, target }: Delivery, filter: ReplayFilter): boolean =>
  tenant === filter.tenant &&
  state === filter.state &&
  (filter.channel ?? channel) === channel &&
  (filter.endpoint ?? target) === target;

async function disabledOf(
  deliveries: readonly Delivery[],
  { endpoints }: ReplayFoundPorts,
): Promise<ReadonlySet<string>> {
  const targets = deliveries.filter(({ target }) => isEndpoint(target));
  const found = await Promise.all(targets.map(({ tenant, target }) => endpoints.find(tenant, target)));
  // One that was removed gets nothing either.
  return new Set(targets.filter((_, n) => found[n]?.state.enabled !== true).map(({ target }) => target));
}

/** Undefined if the record was changed since it was accepted. */
function planOf<Plan>(plan: () => Plan): Plan | undefined {
  try {
    return plan();
  } catch (error) {
    if (error instanceof ReplayRefused) return undefined;
    throw error;
  }
}
