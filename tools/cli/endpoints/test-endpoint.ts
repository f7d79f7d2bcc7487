import { ulid } from 'ulid';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { Notification } from '../../../shared/domain/notification/notification';
import { webhookBody } from '../../../shared/domain/notification/routing';
import { outcome } from '../../../shared/domain/webhook/outcome/outcome';
import { createPoster } from '../../../shared/http/post/post';
import { createSender } from '../../../shared/http/post/send';
import type { Endpoint } from '../../../shared/ports/endpoints';
import type { TenantOptions } from '../options';
import type { Desk } from './desk';
import { findEndpoint } from './find-endpoint';
import { formatTested, type Tested } from './format-tested';

/**
 * Posts a signed test event as a delivery would, through the same checks, also to a disabled endpoint. One attempt;
 * nothing is recorded.
 *
 * @throws CodedError `cli.unknown_endpoint`; `cli.test_failed` where the delivery would not be done
 */
export async function testEndpoint(id: string, { tenant, json }: TenantOptions, desk: Desk): Promise<void> {
  const { registry, keys, policy, resolve, terminal } = desk;
  const { clock } = terminal;
  const endpoint = await findEndpoint(tenant, id, registry);
  const sender = createSender({ keys, post: createPoster({ policy, resolve, clock }), clock });
  const event = testEvent(endpoint, clock.now());
  const send = await sender.open(endpoint);
  const result = await send({ id: event.id, body: webhookBody(event) });
  const tested = { endpoint, eventId: event.id, result, outcome: outcome(result, clock.now().getTime()) };
  terminal.print(json ? jsonTested(tested) : formatTested(tested));
  if (tested.outcome.kind !== 'delivered') throw failed(id);
}

/** A notification like any other; its type is of no catalogue, and a receiver tells by it what it is. */
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

const jsonTested = ({ endpoint: { tenant, id, state }, eventId, result, outcome }: Tested): string =>
  JSON.stringify({ tenant, id, state, held: !state.enabled, eventId, ...result, outcome });

const failed = (id: string): CodedError =>
  new CodedError(
    'cli.test_failed',
    `the test event was not delivered to endpoint '${id}'`,
    'see the verdict above; docs/errors.md and handlers/channels/webhook/README.md, "Outcomes"',
  );
