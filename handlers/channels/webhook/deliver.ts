import { type DeliveryOutcome, held, suppressed } from '../../../shared/domain/delivery/outcome';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { describeError } from '../../../shared/domain/kit/errors/describe-error';
import type { Notification } from '../../../shared/domain/notification/notification';
import { webhookBody } from '../../../shared/domain/notification/routing';
import { wantsType } from '../../../shared/domain/webhook/endpoint-types';
import { outcome } from '../../../shared/domain/webhook/outcome/outcome';
import type { Send, Sender } from '../../../shared/http/post/send';
import type { Clock } from '../../../shared/ports/clock';
import type { Endpoint, EndpointDirectory, EndpointState } from '../../../shared/ports/endpoints';
import type { Logger } from '../../../shared/ports/logger';
import type { TargetChannel } from '../../../shared/runtime/target-channel';
import type { CircuitBreaker } from './circuit/circuit-breaker';
import { type CircuitEffect, circuitEffect } from './circuit/circuit-effect';
import type { Attempted } from './circuit/known-circuits';
import type { Pace } from './pace/pacing';

export interface WebhookPorts {
  readonly endpoints: EndpointDirectory;
  readonly sender: Sender;
  readonly breaker: CircuitBreaker;
  readonly pace: Pace;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Spreads a notification over the endpoints that want its type, and posts to each of them when it is its turn. */
export function webhookChannel({ endpoints, sender, breaker, pace, clock, log }: WebhookPorts): TargetChannel {
  const find = async (tenant: string, target: string, deliveryId: string): Promise<Attempted | undefined> => {
    const { endpoints: known, circuits, version } = await endpoints.snapshot(tenant);
    const endpoint = known.get(target);
    return endpoint && { endpoint, deliveryId, circuit: circuits.get(target), version };
  };
  /** It may have been enabled or added a moment ago, and has a rate then, and no circuit. */
  const newlyEnabled = async (tenant: string, target: string, turn: string | undefined) => {
    const endpoint = await endpoints.find(tenant, target);
    return endpoint?.state.enabled ? pace(endpoint, turn) : undefined;
  };
  /** URLs that attempts went to. */
  const postedTo = new WeakMap<DeliveryOutcome, string>();
  return {
    body: bodyOnce(),
    // What has begun is ended, though its endpoint wants nothing any more, or is gone: `deliver` says so.
    expand: async ({ tenant, type }, open, only) => {
      const wanting = (await candidates(tenant, only, endpoints)).filter(({ types }) => wantsType(types, type));
      // What only one endpoint is asked for is attempted or held; what came to all is found when a disabled one is enabled.
      const chosen = wanting.filter(({ state }) => state.enabled || only !== undefined);
      const keys = new Set([...chosen.map(({ id }) => id), ...open]);
      if (keys.size === 0) return { kind: 'nobody', reason: nobodyReason(tenant, type, wanting) };
      return { kind: 'targets', targets: [...keys].map((key) => ({ key })) };
    },
    admit: async ({ id, tenant }, target, { turn }) => {
      const attempted = await find(tenant, target, id);
      if (!attempted?.endpoint.state.enabled) return newlyEnabled(tenant, target, turn);
      const admission = breaker.admit(attempted);
      // What sees how the endpoint fares is one attempt in minutes: it waits for no turn, and takes none.
      if (admission === 'probe') return undefined;
      if (admission === 'pass') return pace(attempted.endpoint, turn);
      return turn === undefined ? admission : { ...admission, turn };
    },
    deliver: async (event, body, target, { begin }): Promise<DeliveryOutcome> => {
      const endpoint = await endpoints.find(event.tenant, target);
      if (endpoint === undefined) return suppressed('the endpoint was removed');
      if (!endpoint.state.enabled) return held(disabledReason(endpoint.state));
      const send = await openOrTell(endpoint, { sender, log });
      // What is too late already takes no attempt of a half-open circuit.
      begin();
      const deferral = await breaker.begin(endpoint, event.id);
      if (deferral) return deferral;
      // From here on nothing takes time but the post, which has a limit of its own.
      begin();
      const result = outcome(await send({ id: event.id, body }), clock.now().getTime());
      postedTo.set(result, endpoint.url);
      return result;
    },
    concluded: async ({ id, tenant }, target, result, attempt) => {
      const effect = circuitEffect(result);
      if (effect === 'nothing') return;
      try {
        const attempted = await find(tenant, target, id);
        // What another URL answered says nothing of the one that the endpoint has now.
        const hasMoved = postedTo.has(result) && postedTo.get(result) !== attempted?.endpoint.url;
        if (attempted && !hasMoved) await report(effect, attempted, attempt, breaker);
      } catch (error) {
        log.error('circuit_bookkeeping_failed', { tenant, endpoint: target, error: describeError(error) });
      }
    },
  };
}

/** A list of all may be older than the moment in which one of them was enabled. */
async function candidates(
  tenant: string,
  only: string | undefined,
  endpoints: EndpointDirectory,
): Promise<readonly Endpoint[]> {
  if (only === undefined) return [...(await endpoints.snapshot(tenant)).endpoints.values()];
  const endpoint = await endpoints.find(tenant, only);
  return endpoint === undefined ? [] : [endpoint];
}

const nobodyReason = (tenant: string, type: string, disabled: readonly Endpoint[]): string =>
  disabled.length === 0
    ? `no endpoint of tenant ${tenant} wants ${type}`
    : `every endpoint of tenant ${tenant} that wants ${type} is disabled (${disabled.length})`;

const disabledReason = ({ reason, since }: EndpointState): string =>
  `the endpoint is disabled since ${since}: ${reason ?? 'no reason is given'}`;

/** What does not open was written by somebody who could not seal it: that is worth more than the reason of a retry. */
async function openOrTell(endpoint: Endpoint, { sender, log }: Pick<WebhookPorts, 'sender' | 'log'>): Promise<Send> {
  try {
    return await sender.open(endpoint);
  } catch (error) {
    const { tenant, id } = endpoint;
    const isUnreadable = error instanceof CodedError && error.code === 'webhook.secret.unreadable';
    if (isUnreadable) log.error('endpoint_unreadable', { tenant, endpoint: id, error: error.message });
    throw error;
  }
}

/** A thousand endpoints get the same text: a thousand copies of 250 KB would be more than the function's memory. */
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
