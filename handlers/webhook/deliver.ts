import { type DeliveryOutcome, suppressed } from '../../shared/domain/outcome';
import { webhookBody } from '../../shared/domain/routing';
import { prepareSecret, sign } from '../../shared/domain/standard-webhooks';
import type { Clock } from '../../shared/ports/clock';
import type { Endpoint, EndpointDirectory } from '../../shared/ports/directory';
import type { QueuedChannel } from '../../shared/runtime/deliver-queued';
import { wantsType } from './endpoint-types';
import { outcome } from './outcome';
import type { Post } from './post';

export interface WebhookPorts {
  readonly endpoints: EndpointDirectory;
  readonly post: Post;
  readonly clock: Clock;
}

/** Spreads a notification over the endpoints that want its type, and posts to each of them. */
export const webhookChannel = ({ endpoints, post, clock }: WebhookPorts): QueuedChannel => ({
  body: webhookBody,
  expand: async ({ tenant, type }) => {
    const wanting = (await endpoints.list(tenant)).filter(({ enabled, types }) => enabled && wantsType(types, type));
    if (wanting.length === 0) return { kind: 'nobody', reason: `no endpoint of tenant ${tenant} wants ${type}` };
    return { kind: 'targets', targets: wanting.map(({ id }) => ({ key: id })) };
  },
  deliver: async (event, body, target): Promise<DeliveryOutcome> => {
    const endpoint = await endpoints.find(event.tenant, target);
    if (endpoint === undefined) return suppressed('the endpoint was removed');
    if (!endpoint.enabled) return suppressed('the endpoint is disabled');
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      ...signature(event.id, body, endpoint, clock),
    };
    return outcome(await post({ url: endpoint.url, headers, body }), clock.now().getTime());
  },
});

/** The id is the notification's, the same in every attempt, so that a receiver can tell a repetition. */
const signature = (id: string, body: string, { secrets }: Endpoint, clock: Clock) =>
  sign({
    id,
    body,
    timestampSeconds: Math.floor(clock.now().getTime() / 1000),
    secrets: secrets.map(prepareSecret),
  });
