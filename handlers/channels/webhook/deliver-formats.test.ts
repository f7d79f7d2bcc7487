import { Webhook } from 'standardwebhooks';
import { webhookBody } from '../../../shared/domain/notification/routing';
import type { EndpointFormat } from '../../../shared/domain/webhook/format/endpoint-format';
import type { PostRequest } from '../../../shared/http/post/post';
import { A_SECRET, aMessage } from '../../../shared/testing/factories';
import { someSealedHeaders } from '../../../shared/testing/sealed';
import {
  anEndpointOf,
  aWebhook,
  deliver,
  receivers,
  response,
  stepwise,
  stepwiseWith,
} from './testing/webhook-fixture';

const isVerified = ({ headers, body }: PostRequest): boolean => {
  try {
    return Boolean(new Webhook(A_SECRET).verify(body, { ...headers }));
  } catch {
    return false;
  }
};

const template = (text: string): EndpointFormat => ({ name: 'template', template: text });

test('one notification is posted to each endpoint in its format, and signed over what is sent', async () => {
  const formats: readonly (EndpointFormat | undefined)[] = [
    undefined,
    { name: 'cloudevents' },
    { name: 'cloudevents-binary' },
    template('{"order": {{ data.order | json }}}'),
  ];
  const endpoints = formats.map((format, n) => anEndpointOf(`ep_${n + 1}`, format && { format }));
  const notification = aWebhook({ data: { order: '4711' } });
  const { posts, states } = await deliver(endpoints, notification);
  expect(states.toSorted()).toEqual(endpoints.map(({ id }) => [id, 'delivered', 'HTTP 204']));
  const sent = posts.toSorted((one, other) => (one.url < other.url ? -1 : 1));
  expect(sent.map(({ headers, body }) => [headers['content-type'], body])).toEqual([
    ['application/json; charset=utf-8', webhookBody(notification)],
    ['application/cloudevents+json; charset=utf-8', webhookBody(notification)],
    ['application/json', '{"order":"4711"}'],
    ['application/json; charset=utf-8', '{"order": "4711"}'],
  ]);
  expect(sent.map(({ headers }) => [headers['webhook-id'], headers['ce-id']])).toEqual([
    [notification.id, undefined],
    [notification.id, undefined],
    [notification.id, notification.id],
    [notification.id, undefined],
  ]);
  expect(sent.map(isVerified)).toEqual([true, true, true, true]);
});

test.each<EndpointFormat>([
  { name: 'cloudevents-binary' },
  { name: 'slack' },
  template('{"all": {{ data | json }}, "id": "{{ notification.id }}"}'),
])('every attempt in the format $name sends the same bytes', async (format) => {
  const endpoint = anEndpointOf('ep_1', { format });
  const receiver = receivers({ [endpoint.url]: [response(503)] });
  const { posts, states } = await deliver([endpoint], aWebhook(), receiver);
  expect(states).toEqual([['ep_1', 'delivered', 'HTTP 503', 'HTTP 204']]);
  expect(new Set(posts.map(({ body }) => body)).size).toBe(1);
  expect(posts.map(isVerified)).toEqual([true, true]);
});

test('a format that is changed while a delivery waits applies to its next attempt, under the same id', async () => {
  const endpoint = anEndpointOf('ep_1');
  const { receive, answer, sent, directory, posts, clock } = stepwise(endpoint);
  clock.set(new Date());
  answer(response(503), response(204));
  const notification = aWebhook({ data: { order: '4711' } });
  // GIVEN a delivery whose first attempt failed
  await receive(aMessage(notification));
  // WHEN an operator changes the format, as if it came with another URL
  await directory.change('acme', 'ep_1', { format: template('{"order": {{ data.order | json }}}') });
  await receive(...sent.map(({ message }) => message));
  // THEN the next attempt has the new format, and the receiver can tell that it is the same event
  expect(posts.map(({ headers, body }) => [headers['webhook-id'], body])).toEqual([
    [notification.id, webhookBody(notification)],
    [notification.id, '{"order": "4711"}'],
  ]);
  expect(posts.map(isVerified)).toEqual([true, true]);
});

test('a template that fails for a notification rejects that delivery with the reason, and posts nothing', async () => {
  const endpoint = anEndpointOf('ep_1', { format: template('{"order": {{ data.order }}}') });
  const { posts, states, queue } = await deliver([endpoint, anEndpointOf('ep_2')]);
  const reason =
    'webhook.template.unquoted: the template failed: an output stands outside of a JSON string; use json, line:1, col:11';
  expect(states.toSorted()).toEqual([
    ['ep_1', 'rejected', reason],
    ['ep_2', 'delivered', 'HTTP 204'],
  ]);
  expect(posts.map(({ url }) => url)).toEqual([anEndpointOf('ep_2').url]);
  expect(queue.deadLetters).toHaveLength(1);
});

test('a template that was corrected a moment ago renders what the one in the cache cannot', async () => {
  // GIVEN a function that has the endpoint in its cache, and looks for changes every ten minutes
  const endpoint = anEndpointOf('ep_1', { format: template('{') });
  const { receive, directory, posts, states } = stepwiseWith(600, [endpoint]);
  await receive(aMessage(aWebhook()));
  // WHEN an operator corrects the template, and replays
  await directory.change('acme', 'ep_1', { format: template('{"order": {{ data.order | json }}}') });
  const notification = aWebhook({ data: { order: '4711' } });
  await receive(aMessage(notification));
  // THEN the delivery is not rejected because of what the cache has
  expect(posts.map(({ body }) => body)).toEqual(['{"order": "4711"}']);
  expect(await states(notification.id)).toEqual([['ep_1', 'delivered', 'HTTP 204']]);
});

test('what a template cannot render leaves the circuit of its endpoint as it is', async () => {
  const endpoint = anEndpointOf('ep_1', { format: template('{') });
  const { receive, directory, states } = stepwise(endpoint);
  const notifications = Array.from({ length: 6 }, () => aWebhook());
  for (const notification of notifications) await receive(aMessage(notification));
  expect(await states(notifications[5]?.id ?? '')).toMatchObject([['ep_1', 'rejected', expect.any(String)]]);
  expect((await directory.load('acme')).circuits).toEqual(new Map());
});

test('a format that the function does not know yet is retried, and sent in no other', async () => {
  const endpoint = anEndpointOf('ep_1', { format: { name: 'protobuf' } as unknown as EndpointFormat });
  const { receive, posts, states } = stepwise(endpoint);
  const notification = aWebhook();
  await receive(aMessage(notification));
  expect(posts).toEqual([]);
  expect(await states(notification.id)).toEqual([
    ['ep_1', 'retrying', expect.stringMatching(/^webhook\.format\.unknown: format "protobuf" is not known/)],
  ]);
});

test('attributes of the event win over headers of the endpoint that have their names', async () => {
  const endpoint = anEndpointOf('ep_1', { format: { name: 'cloudevents-binary' } });
  const headers = someSealedHeaders({ 'ce-type': 'forged', 'x-shop': 'one' }, endpoint);
  const { posts } = await deliver([{ ...endpoint, headers }], aWebhook());
  expect(posts[0]?.headers).toMatchObject({ 'ce-type': 'order.shipped', 'x-shop': 'one' });
});
