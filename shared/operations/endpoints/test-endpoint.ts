import type { DeliveryOutcome } from '../../domain/delivery/outcome';
import { webhookBody } from '../../domain/notification/routing';
import { outcome } from '../../domain/webhook/outcome/outcome';
import type { PostResult } from '../../domain/webhook/outcome/post-result';
import { createPoster } from '../../http/post/post';
import { createSender } from '../../http/post/send';
import type { Clock } from '../../ports/clock';
import type { DataKeys } from '../../ports/data-keys';
import type { EndpointRegistry } from '../../ports/endpoints';
import { renderTemplate } from '../../template/render-template';
import { findEndpoint } from './find-endpoint';
import { formatFailed } from './format-failed';
import { testEvent } from './test-event';
import type { AddressPorts } from './verified';
import { type VisibleEndpoint, visible } from './visible-endpoint';

export interface TestEndpointRequest {
  readonly tenant: string;
  readonly id: string;
}

export interface TestEndpointPorts extends AddressPorts {
  readonly registry: Pick<EndpointRegistry, 'find' | 'version'>;
  readonly keys: Pick<DataKeys, 'byId'>;
  readonly clock: Clock;
}

export interface TestedEndpoint {
  readonly endpoint: VisibleEndpoint;
  /** `webhook-id` of the test event. */
  readonly eventId: string;
  readonly result: PostResult;
  /** The outcome of a delivery with this result. */
  readonly outcome: DeliveryOutcome;
}

/**
 * Posts a signed test event like a delivery, in the endpoint's format and with the same checks, also to a disabled
 * endpoint. Makes one attempt and records nothing.
 *
 * @throws CodedError `cli.unknown_endpoint`, `cli.format_failed`; errors of opening the secrets
 */
export async function testEndpoint(
  { tenant, id }: TestEndpointRequest,
  ports: TestEndpointPorts,
): Promise<TestedEndpoint> {
  const { registry, keys, policy, resolve, clock } = ports;
  const endpoint = await findEndpoint(tenant, id, registry);
  const sender = createSender({ keys, post: createPoster({ policy, resolve, clock }), clock, render: renderTemplate });
  const event = testEvent(tenant, id, clock.now());
  const prepared = await sender.prepare(endpoint, { id: event.id, body: webhookBody(event) });
  if (!prepared.ok) throw formatFailed(id, prepared.fault);
  const result = await prepared.send();
  return { endpoint: visible(endpoint), eventId: event.id, result, outcome: outcome(result, clock.now().getTime()) };
}
