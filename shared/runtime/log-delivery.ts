import type { DeliveryKey } from '../domain/delivery/claim';
import type { ChannelDependencies } from './channel-dependencies';
import type { AttemptResult } from './claim-and-attempt';
import { targetDigest } from './message/target-digest';

/** Writes the one wide log line of a delivery. A target may be an address, so the line has a digest of it. */
export function logDelivery(type: string, key: DeliveryKey, result: AttemptResult, { log }: ChannelDependencies): void {
  const { channel, notificationId, tenant } = key;
  const attempted = result.kind === 'attempted' ? result.attempt : undefined;
  const outcome = attempted?.outcome ?? result.kind;
  log.info('delivery', {
    channel,
    notificationId,
    tenant,
    type,
    target: targetDigest(key.target),
    outcome,
    ...(attempted && { attempt: attempted.n, durationMs: attempted.durationMs, reason: attempted.reason }),
  });
}
