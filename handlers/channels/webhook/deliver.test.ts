import { Webhook } from 'standardwebhooks';
import { derivedId } from '../../../shared/domain/notification/derived-id';
import { memoryEndpoints } from '../../../shared/memory/memory-endpoints';
import type { QueueMessage } from '../../../shared/ports/channel-queue';
import { deliveryMessage } from '../../../shared/runtime/message/delivery-message';
import { describeChannelContract } from '../../../shared/testing/channel-contract';
import { channelFixture } from '../../../shared/testing/channel-fixture';
import { aMessage, disabled } from '../../../shared/testing/factories';
import { aSealedSecret } from '../../../shared/testing/sealed';
import manifest from './channel';
import {
  anEndpointOf,
  aWebhook,
  CURRENT,
  channelOf,
  type Directory,
  deliver,
  ROTATED,
  receivers,
  stepwise,
  webhookTo,
} from './testing/webhook-fixture';

describeChannelContract(__dirname, webhookTo([anEndpointOf('ep_1')]), { tenant: 'acme' });

describe('a notification', () => {
  it("becomes one message in its tenant's group for each endpoint that wants its type, with the same bytes", async () => {
    const { receive, sent, posts } = stepwise(
      anEndpointOf('ep_1'),
      anEndpointOf('ep_2', { types: ['order.*'] }),
      anEndpointOf('ep_3', { types: ['invoice.*'] }),
      anEndpointOf('ep_4', { state: disabled() }),
      anEndpointOf('ep_5', { tenant: 'other' }),
    );
    expect(await receive(aMessage(aWebhook()))).toEqual({ batchItemFailures: [] });
    const body = sent[0]?.message.body;
    expect(sent).toMatchObject(
      ['ep_1', 'ep_2'].map((StringValue) => ({
        message: { body, attributes: { carillontarget: { DataType: 'String', StringValue } }, groupId: 'acme' },
        delaySeconds: 0,
      })),
    );
    expect(posts).toEqual([]);
  });

  it('is written once for all of its endpoints: a thousand copies would be more than the memory there is', () => {
    const { body } = channelOf(memoryEndpoints(), receivers().post, channelFixture().dependencies);
    const written: string[] = [];
    const notification = aWebhook({ data: { toJSON: () => written.push('data') } });
    const bodies = ['ep_1', 'ep_2'].map((key) => body(notification, { key }));
    expect([new Set(bodies).size, written]).toEqual([1, ['data']]);
  });

  it('that no endpoint wants is noted as suppressed', async () => {
    const notification = aWebhook();
    const { states, posts, queue } = await deliver([anEndpointOf('ep_1', { types: ['invoice.*'] })], notification);
    expect(states).toEqual([['', 'suppressed', 'no endpoint of tenant acme wants order.shipped']]);
    expect([posts, queue.deadLetters]).toEqual([[], []]);
  });

  it('is posted without the attributes channels, recipients and idempotencykey', async () => {
    const id = derivedId('acme', 'key-1');
    const routing = { idempotencykey: 'key-1', recipients: 'ann@example.com' };
    const notification = aWebhook({ id, ...routing, subject: 'A-1' });
    const { posts } = await deliver([anEndpointOf('ep_1')], notification);
    const { channels, recipients, idempotencykey, ...event } = notification;
    expect(posts.map(({ url, body }) => [url, JSON.parse(body)])).toEqual([['https://ep-1.example.com/', event]]);
  });

  it.each([
    ['without attributes', {}],
    ["with another tenant's", aMessage(aWebhook({ tenant: 'mallory' })).attributes],
    ['for another channel', aMessage(aWebhook({ channels: 'email' })).attributes],
    ['of another type', aMessage(aWebhook({ type: 'invoice.created' })).attributes],
  ])('routed %s is refused', async (_, attributes) => {
    const { receive, sent, reasons } = stepwise(anEndpointOf('ep_1'));
    await receive({ ...aMessage(aWebhook()), attributes });
    expect(sent).toEqual([]);
    expect(reasons()).toEqual([expect.stringContaining('notification.attribute.mismatch')]);
  });
});

describe('a post', () => {
  it.each([
    ['the secret', [CURRENT]],
    ['either secret of a rotation', [CURRENT, ROTATED]],
  ])('is verified by Standard Webhooks with %s', async (_, secrets) => {
    const notification = aWebhook({ data: { name: 'Zoë 🎉', total: 12.5 } });
    const owner = anEndpointOf('ep_1');
    const sealed = secrets.map((secret) => aSealedSecret(secret, owner));
    const { posts } = await deliver([anEndpointOf('ep_1', { secrets: sealed })], notification);
    const { headers = {}, body = '' } = posts[0] ?? {};
    for (const secret of secrets) expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => new Webhook('whsec_AAAA').verify(body, headers)).toThrow('No matching signature found');
    expect(headers).toEqual({
      'content-type': 'application/json; charset=utf-8',
      'webhook-id': notification.id,
      'webhook-timestamp': expect.stringMatching(/^\d{10}$/),
      'webhook-signature': expect.stringMatching(/^v1,\S{44}( v1,\S{44})*$/),
    });
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(secrets.length);
  });

  it.each([
    ['removed', (directory: Directory) => directory.remove('acme', 'ep_1'), 'suppressed', 'the endpoint was removed'],
    [
      'disabled',
      (directory: Directory) => directory.save(anEndpointOf('ep_1', { state: disabled() })),
      'held',
      `the endpoint is disabled since ${disabled().since}: by a test`,
    ],
  ])('to an endpoint that was %s since the fan-out is not sent', async (_, change, state, reason) => {
    const { receive, sent, directory, posts, states, queue } = stepwise(anEndpointOf('ep_1'), anEndpointOf('ep_2'));
    const notification = aWebhook();
    await receive(aMessage(notification));
    await change(directory);
    const [first] = sent.map(({ message }) => message);
    expect(first && (await receive(first))).toEqual({ batchItemFailures: [] });
    expect(await states(notification.id)).toEqual([['ep_1', state, reason]]);
    expect([posts, queue.deadLetters]).toEqual([[], []]);
  });
});

describe('an endpoint whose URL was changed in the table', () => {
  const changed = { ...anEndpointOf('ep_1'), url: 'https://attacker.example/' };

  it('gets no post: its delivery is retried by the schedule, then failed, and each attempt is logged', async () => {
    const { posts, states, queue, lines } = await deliver([changed, anEndpointOf('ep_2')]);
    const message =
      "what is sealed as secret of endpoint 'ep_1' of tenant 'acme' does not open for its URL (data key 1)";
    const reason = `webhook.secret.unreadable: ${message}`;
    const attempts = 1 + manifest.retryDelaysSeconds.length;
    expect(posts.map(({ url }) => url)).toEqual(['https://ep-2.example.com/']);
    expect(states).toEqual([
      ['ep_1', 'failed', ...Array(attempts).fill(reason)],
      ['ep_2', 'delivered', 'HTTP 204'],
    ]);
    expect(queue.deadLetters).toMatchObject([{ attributes: { carillonreason: { StringValue: `failed: ${reason}` } } }]);
    const line = { level: 'ERROR', event: 'endpoint_unreadable', tenant: 'acme', endpoint: 'ep_1', error: message };
    const errors = lines.map((text) => JSON.parse(text)).filter(({ event }) => event === 'endpoint_unreadable');
    expect(errors).toEqual(Array(attempts).fill(line));
  });
});

describe('a published message with a forged target', () => {
  const acme = anEndpointOf('ep_acme', { types: ['invoice.*'] });
  const mallory = anEndpointOf('ep_mallory', { tenant: 'mallory' });
  const { carillontarget } = deliveryMessage({ tenant: 'acme', target: 'ep_acme', body: '', digest: '' }).attributes;
  const forged = (message: QueueMessage): QueueMessage => ({
    ...message,
    attributes: { ...message.attributes, ...(carillontarget && { carillontarget }) },
  });

  it("is not posted to another tenant's endpoint: it is examined, and refused", async () => {
    const { receiveForged, sent, posts, reasons } = stepwise(acme, mallory);
    const { attributes } = aMessage(aWebhook({ tenant: 'mallory' }));
    const body = JSON.stringify({ id: '01JDCARILLON', tenant: 'acme', type: 'invoice.created' });
    expect(await receiveForged(forged({ body, attributes, groupId: 'mallory' }))).toEqual({ batchItemFailures: [] });
    expect([sent, posts]).toEqual([[], []]);
    expect(reasons()).toEqual([expect.stringContaining('notification.id.malformed')]);
  });

  it('goes to the endpoints that want it, like any notification, and not to the target', async () => {
    const { receiveForged, sent, posts } = stepwise(acme, mallory);
    await receiveForged(forged(aMessage(aWebhook({ tenant: 'mallory' }))));
    expect([sent, posts.map(({ url }) => url)]).toEqual([[], [mallory.url]]);
  });

  it.each(['type', 'tenant', 'channels', 'severity', 'other'])('is known by any one attribute: %s', async (name) => {
    const { receiveForged, sent, posts, queue } = stepwise(acme);
    const { body } = aMessage(aWebhook({ type: 'invoice.created' }));
    await receiveForged(forged({ body, attributes: { [name]: { DataType: 'String', StringValue: 'x' } } }));
    expect([sent, posts, queue.deadLetters.length]).toEqual([[], [], 1]);
  });
});
