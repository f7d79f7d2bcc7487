import type { DeliveryOutcome } from '../../../shared/domain/delivery/outcome';
import { describeError } from '../../../shared/domain/kit/errors/describe-error';
import type { Notification } from '../../../shared/domain/notification/notification';
import { webhookBody, webhookEvent } from '../../../shared/domain/notification/routing';
import { passesFilter } from '../../../shared/domain/webhook/endpoint-filter';
import { wantsType } from '../../../shared/domain/webhook/endpoint-types';
import { outcome } from '../../../shared/domain/webhook/outcome/outcome';
import type { WantedBy } from '../../../shared/domain/webhook/type-index';
import type { Sender } from '../../../shared/http/post/send';
import type { Clock } from '../../../shared/ports/clock';
import type { EndpointDirectory } from '../../../shared/ports/endpoints';
import type { Logger } from '../../../shared/ports/logger';
import type { TargetChannel, TargetPart } from '../../../shared/runtime/target-channel';
import type { CircuitBreaker } from './circuit/circuit-breaker';
import { type CircuitEffect, circuitEffect } from './circuit/circuit-effect';
import type { Attempted } from './circuit/known-circuits';
import type { Pace } from './pace/pacing';
import { prepareRequest } from './prepare-request';

export interface WebhookPorts {
  readonly endpoints: EndpointDirectory;
  readonly sender: Sender;
  readonly breaker: CircuitBreaker;
  readonly pace: Pace;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Fans a notification out to the endpoints that want its type, and posts to each of them at its turn. */
export function webhookChannel({ endpoints, sender, breaker, pace, clock, log }: WebhookPorts): TargetChannel {
  const find = async (tenant: string, target: string, deliveryId: string): Promise<Attempted | undefined> => {
    const { endpoint, circuit, version } = await endpoints.known(tenant, target);
    return endpoint && { endpoint, deliveryId, circuit, version };
  };
  /** An endpoint that the cache lacks, or has as disabled, may have been added or enabled since. It has no circuit. */
  const newlyEnabled = async (tenant: string, target: string, turn: string | undefined) => {
    const endpoint = await endpoints.find(tenant, target);
    return endpoint?.state.enabled ? pace(endpoint, turn) : undefined;
  };
  /** The URL that each attempt was posted to. */
  const postedTo = new WeakMap<DeliveryOutcome, string>();
  return {
    body: bodyOnce(),
    // Deliveries that have begun (`open`) are finished even if their endpoint was removed or disabled: `deliver` decides.
    expand: async (notification, open, part) => {
      const { enabled, ...others } = await wantedBy(notification, part, endpoints);
      const keys = open.length === 0 ? enabled : [...new Set([...enabled, ...open])];
      if (keys.length === 0) return { kind: 'none', reason: nobodyReason(notification, others) };
      return { kind: 'targets', targets: keys.map((key) => ({ key })) };
    },
    admit: async ({ id, tenant }, target, { turn }) => {
      const attempted = await find(tenant, target, id);
      if (!attempted?.endpoint.state.enabled) return newlyEnabled(tenant, target, turn);
      const admission = breaker.admit(attempted);
      // A probe is one attempt in minutes, so it is exempt from the rate limit and takes no slot.
      if (admission === 'probe') return undefined;
      if (admission === 'pass') return pace(attempted.endpoint, turn);
      return turn === undefined ? admission : { ...admission, turn };
    },
    deliver: async ({ id, tenant }, body, target, { begin }): Promise<DeliveryOutcome> => {
      const event = { id, body };
      const prepared = await prepareRequest({ tenant, id: target }, event, { endpoints, sender, log }, begin);
      if (prepared.kind === 'ended') return prepared.outcome;
      const { endpoint, request } = prepared;
      // Check the remaining time first, so that a delivery without time uses up no probe.
      begin();
      const deferral = await breaker.begin(endpoint, id);
      if (deferral) return deferral;
      // Check again after the write: from here on only the post takes time, and it has its own timeout.
      begin();
      const result = outcome(await request.send(), clock.now().getTime());
      postedTo.set(result, endpoint.url);
      return result;
    },
    concluded: async ({ id, tenant }, target, result, attempt) => {
      const effect = circuitEffect(result);
      if (effect === 'nothing') return;
      try {
        const attempted = await find(tenant, target, id);
        // A result of the endpoint's previous URL must not count for its present one.
        const hasMoved = postedTo.has(result) && postedTo.get(result) !== attempted?.endpoint.url;
        if (attempted && !hasMoved) await report(effect, attempted, attempt, breaker);
      } catch (error) {
        log.error('circuit_bookkeeping_failed', { tenant, endpoint: target, error: describeError(error) });
      }
    },
  };
}

/**
 * A single endpoint is read by `find`, because the cached index may be older than the moment it was enabled. A notification
 * for it alone is held if it is disabled; others are replayed when it is enabled.
 */
async function wantedBy(
  notification: Notification,
  { only, range }: TargetPart,
  endpoints: EndpointDirectory,
): Promise<WantedBy> {
  const { tenant } = notification;
  if (only === undefined) return endpoints.wantedBy(tenant, notification, range);
  const endpoint = await endpoints.find(tenant, only);
  if (!endpoint || !wantsType(endpoint.types, notification.type)) return { enabled: [], disabled: 0, filtered: 0 };
  const passes = passesFilter(endpoint.filter, webhookEvent(notification));
  return { enabled: passes ? [only] : [], disabled: 0, filtered: passes ? 0 : 1 };
}

function nobodyReason(
  { tenant, type }: Pick<Notification, 'tenant' | 'type'>,
  { disabled, filtered }: Omit<WantedBy, 'enabled'>,
): string {
  const but = filtered === 0 ? '' : `; filters of ${filtered} do not pass it`;
  return disabled === 0
    ? `no endpoint of tenant ${tenant} wants ${filtered === 0 ? '' : 'this '}${type}${but}`
    : `every endpoint of tenant ${tenant} that wants ${type} is disabled (${disabled})${but}`;
}

/** Memoizes the body by notification: a thousand copies of 250 KB would exceed the function's memory. */
function bodyOnce(): (notification: Notification) => string {
  const bodies = new WeakMap<Notification, string>();
  return (notification) => {
    const body = bodies.get(notification) ?? webhookBody(notification);
    bodies.set(notification, body);
    return body;
  };
}

function report(
  effect: Exclude<CircuitEffect, 'nothing'>,
  one: Attempted,
  attempt: number,
  breaker: CircuitBreaker,
): Promise<void> {
  if (effect === 'success') return breaker.succeeded(one, attempt);
  return effect === 'gone' ? breaker.gone(one) : breaker.failed(one);
}
