import { ulid } from 'ulid';
import type { DeliveryOutcome } from '../../domain/delivery/outcome';
import type { Notification } from '../../domain/notification/notification';
import { webhookBody } from '../../domain/notification/routing';
import { outcome } from '../../domain/webhook/outcome/outcome';
import type { PostResult } from '../../domain/webhook/outcome/post-result';
import { createPoster } from '../../http/post/post';
import { createSender } from '../../http/post/send';
import type { Clock } from '../../ports/clock';
import type { DataKeys } from '../../ports/data-keys';
import type { Endpoint, EndpointRegistry } from '../../ports/endpoints';
import { findEndpoint } from './find-endpoint';
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
 * Posts a signed test event like a delivery, with the same checks, also to a disabled endpoint. Makes one attempt and
 * records nothing.
 *
 * @throws CodedError `cli.unknown_endpoint`; errors of opening the secrets
 */
export async function testEndpoint(
  { tenant, id }: TestEndpointRequest,
  ports: TestEndpointPorts,
): Promise<TestedEndpoint> {
  const { registry, keys, policy, resolve, clock } = ports;
  const endpoint = await findEndpoint(tenant, id, registry);
  const sender = createSender({ keys, post: createPoster({ policy, resolve, clock }), clock });
  const event = testEvent(endpoint, clock.now());
  const send = await sender.open(endpoint);
  const result = await send({ id: event.id, body: webhookBody(event) });
  return { endpoint: visible(endpoint), eventId: event.id, result, outcome: outcome(result, clock.now().getTime()) };
}

/** A valid notification. A receiver recognises it by its type, which is not in the catalogue. */
const testEvent = ({ tenant, id }: Endpoint, now: Date): Notification => ({
  specversion: '1.0',
  id: ulid(now.getTime()),
  source: '/carillon',
  type: 'carillon.test',
  time: now.toISOString(),
  datacontenttype: 'application/json',
  tenant,
  channels: 'webhook',
  severity: 'info',
  data: { endpoint: id, message: 'a test: nothing happened' },
});
