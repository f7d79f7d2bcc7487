import { type DeliveryOutcome, suppressed } from '../../shared/domain/outcome';
import { webhookBody } from '../../shared/domain/routing';
import type { Clock } from '../../shared/ports/clock';
import type { EndpointDirectory } from '../../shared/ports/endpoints';
import type { TargetChannel } from '../../shared/runtime/deliver-targets';
import { wantsType } from './endpoint-types';
import { outcome } from './outcome';
import type { Send } from './send';

export interface WebhookPorts {
  readonly endpoints: EndpointDirectory;
  readonly send: Send;
  readonly clock: Clock;
}

/** Spreads a notification over the endpoints that want its type, and posts to each of them. */
export const webhookChannel = ({ endpoints, send, clock }: WebhookPorts): TargetChannel => ({
  body: webhookBody,
  expand: async ({ tenant, type }) => {
    const all = [...(await endpoints.snapshot(tenant)).endpoints.values()];
    const wanting = all.filter(({ state, types }) => state.enabled && wantsType(types, type));
    if (wanting.length === 0) return { kind: 'nobody', reason: `no endpoint of tenant ${tenant} wants ${type}` };
    return { kind: 'targets', targets: wanting.map(({ id }) => ({ key: id })) };
  },
  deliver: async (event, body, target): Promise<DeliveryOutcome> => {
    const endpoint = await endpoints.find(event.tenant, target);
    if (endpoint === undefined) return suppressed('the endpoint was removed');
    if (!endpoint.state.enabled) return suppressed('the endpoint is disabled');
    return outcome(await send(endpoint, { id: event.id, body }), clock.now().getTime());
  },
});
