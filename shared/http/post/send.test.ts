import { Webhook } from 'standardwebhooks';
import { formatSigningKey } from '../../domain/webhook/standard-webhooks-key';
import { formatSecret } from '../../domain/webhook/standard-webhooks-secret';
import type { Endpoint, SealedSecret } from '../../ports/endpoints';
import { renderTemplate } from '../../template/render-template';
import { A_SECRET, anEndpoint } from '../../testing/factories';
import { aSealedSecret, someSealedHeaders, TEST_KEY, testDataKeys } from '../../testing/sealed';
import { TestClock } from '../../testing/test-clock';
import type { PostRequest } from './post';
import { createSender, type SenderPorts, type SignedEvent } from './send';

const OLD = formatSecret(new Uint8Array(32).fill(1));
const EVENT = { id: '01JDCARILLON', body: '{"total":12.5}' };
const owner = { tenant: 'acme', id: 'ep_1', url: 'https://hooks.example.com/carillon' };

function fixture(keys: SenderPorts['keys'] = testDataKeys) {
  const posts: PostRequest[] = [];
  // The verifier refuses timestamps of other times.
  const clock = new TestClock(new Date().toISOString());
  const post = async (request: PostRequest) => {
    posts.push(request);
    return { kind: 'response', status: 204, headers: {}, exchange: { status: 204, timings: { total: 1 } } } as const;
  };
  const sender = createSender({ keys, post, clock, render: renderTemplate });
  const send = async (endpoint: Endpoint, event: SignedEvent) => {
    const prepared = await sender.prepare(endpoint, event);
    return prepared.ok ? prepared.send() : prepared;
  };
  const headersOf = async (endpoint: Endpoint) => {
    await send(endpoint, EVENT);
    return posts.at(-1)?.headers ?? {};
  };
  return { sender, send, posts, clock, headersOf };
}

const accepts = (secret: string, headers: Readonly<Record<string, string>>): boolean => {
  try {
    return Boolean(new Webhook(secret).verify(EVENT.body, { ...headers }));
  } catch {
    return false;
  }
};

test('an event is posted as it is, signed, with the headers of the endpoint', async () => {
  const { send, posts } = fixture();
  const endpoint = anEndpoint(owner);
  const headers = someSealedHeaders({ authorization: 'Bearer hush', 'x-shop': 'one' }, endpoint);
  const result = await send({ ...endpoint, headers }, EVENT);
  expect(result).toMatchObject({ kind: 'response', status: 204 });
  expect(posts).toEqual([
    {
      url: endpoint.url,
      body: EVENT.body,
      headers: {
        authorization: 'Bearer hush',
        'x-shop': 'one',
        'content-type': 'application/json; charset=utf-8',
        'webhook-id': EVENT.id,
        'webhook-timestamp': expect.stringMatching(/^\d{10}$/),
        'webhook-signature': expect.stringMatching(/^v1,\S{44}$/),
      },
    },
  ]);
  expect(accepts(A_SECRET, posts[0]?.headers ?? {})).toBe(true);
});

test('an event is sent as the media type of its endpoint, with the same body', async () => {
  const { send, posts } = fixture();
  await send(anEndpoint({ ...owner, contentType: 'application/cloudevents+json' }), EVENT);
  expect(posts).toMatchObject([{ body: EVENT.body, headers: { 'content-type': 'application/cloudevents+json' } }]);
  expect(accepts(A_SECRET, posts[0]?.headers ?? {})).toBe(true);
});

test('headers that were saved before one of ours had the name do not replace it', async () => {
  const { headersOf } = fixture();
  const endpoint = anEndpoint(owner);
  const headers = someSealedHeaders({ 'webhook-id': 'forged', 'content-type': 'text/html' }, endpoint);
  expect(await headersOf({ ...endpoint, headers })).toMatchObject({
    'webhook-id': EVENT.id,
    'content-type': 'application/json; charset=utf-8',
  });
});

test('while one secret replaces another, receivers accept with either; then with the new one alone', async () => {
  const { headersOf, clock } = fixture();
  const expiresAt = new Date(clock.now().getTime() + 60_000).toISOString();
  const secrets = [aSealedSecret(A_SECRET, owner), aSealedSecret(OLD, owner, { expiresAt })];
  const endpoint = anEndpoint({ ...owner, secrets });
  const during = await headersOf(endpoint);
  expect([accepts(A_SECRET, during), accepts(OLD, during)]).toEqual([true, true]);
  clock.advanceSeconds(60);
  const after = await headersOf(endpoint);
  expect([accepts(A_SECRET, after), accepts(OLD, after)]).toEqual([true, false]);
});

test('a signing key makes a signature v1a beside those of secrets', async () => {
  const key = formatSigningKey(new Uint8Array(32).fill(2));
  const secrets = [aSealedSecret(key, owner), aSealedSecret(OLD, owner)];
  const headers = await fixture().headersOf(anEndpoint({ ...owner, secrets }));
  expect(headers['webhook-signature']).toMatch(/^v1a,\S{88} v1,\S{44}$/);
  expect(accepts(OLD, headers)).toBe(true);
});

test('a secret is decrypted once for any number of deliveries', async () => {
  const { send, posts } = fixture();
  const opened: string[] = [];
  const secret = aSealedSecret(A_SECRET, owner);
  const counted: SealedSecret = {
    ...secret,
    get sealed() {
      opened.push(secret.sealed);
      return secret.sealed;
    },
  };
  const endpoint = anEndpoint({ ...owner, secrets: [counted] });
  for (let n = 0; n < 3; n++) await send(endpoint, EVENT);
  expect([posts.length, opened.length]).toEqual([3, 1]);
});

const NEW_KEY = { id: '2', key: new Uint8Array(32).fill(8) };
const both = { byId: async (_: unknown, id: string) => [TEST_KEY, NEW_KEY].find((key) => key.id === id) };

test('secrets and headers open with the data key that each was sealed with', async () => {
  const secrets = [aSealedSecret(A_SECRET, owner, {}, NEW_KEY), aSealedSecret(OLD, owner)];
  const headers = someSealedHeaders({ 'x-shop': 'one' }, owner, NEW_KEY);
  const sent = await fixture(both).headersOf(anEndpoint({ ...owner, secrets, headers }));
  expect([accepts(A_SECRET, sent), accepts(OLD, sent), sent['x-shop']]).toEqual([true, true, 'one']);
});

const elsewhere = { ...anEndpoint(owner), url: 'https://attacker.example/' };
const wrongKey = { byId: async () => ({ ...TEST_KEY, key: new Uint8Array(32) }) };

test.each<[string, Endpoint, SenderPorts['keys']]>([
  ["another endpoint's", anEndpoint({ ...owner, secrets: anEndpoint().secrets }), testDataKeys],
  ['sealed for another URL', elsewhere, testDataKeys],
  ['sealed with another data key', anEndpoint(owner), wrongKey],
  ['sealed with a data key that is not there', anEndpoint(owner), { byId: async () => undefined }],
])('a secret that is %s cannot be decrypted, and nothing is posted', async (_, endpoint, keys) => {
  const { send, posts } = fixture(keys);
  await expect(send(endpoint, EVENT)).rejects.toMatchObject({ code: 'webhook.secret.unreadable' });
  expect(posts).toEqual([]);
});

test('headers that were sealed for another URL cannot be decrypted, even if the secret can', async () => {
  const { send, posts } = fixture();
  const headers = someSealedHeaders({ authorization: 'Bearer hush' }, { ...owner, url: 'https://other.example/' });
  await expect(send(anEndpoint({ ...owner, headers }), EVENT)).rejects.toMatchObject({
    code: 'webhook.secret.unreadable',
  });
  expect(posts).toEqual([]);
});

test('the same sealed secret does not open for another URL after it was opened for its own', async () => {
  const { send, posts } = fixture();
  const endpoint = anEndpoint(owner);
  await send(endpoint, EVENT);
  await expect(send({ ...endpoint, url: 'https://attacker.example/' }, EVENT)).rejects.toMatchObject({
    code: 'webhook.secret.unreadable',
  });
  expect(posts).toHaveLength(1);
});

test.each<[string, Partial<Endpoint>]>([
  ['has none', { secrets: [] }],
  ['has expired ones only', { secrets: [aSealedSecret(A_SECRET, owner, { expiresAt: '2026-01-01T00:00:00.000Z' })] }],
])('an endpoint that %s is not posted to', async (_, change) => {
  const { send, posts, clock } = fixture();
  clock.set('2027-01-01T00:00:00.000Z');
  await expect(send(anEndpoint({ ...owner, ...change }), EVENT)).rejects.toMatchObject({
    code: 'webhook.signature.invalid',
  });
  expect(posts).toEqual([]);
});

test('a failed decryption is not cached: it succeeds once the data key exists', async () => {
  let keys: SenderPorts['keys'] = { byId: async () => undefined };
  const { send, posts } = fixture({ byId: (purpose, id) => keys.byId(purpose, id) });
  const endpoint = anEndpoint(owner);
  await expect(send(endpoint, EVENT)).rejects.toMatchObject({ code: 'webhook.secret.unreadable' });
  keys = testDataKeys;
  await send(endpoint, EVENT);
  expect(posts).toHaveLength(1);
});

test('an opened endpoint is posted to at once, without any wait', async () => {
  const { sender, posts } = fixture();
  const prepared = await sender.prepare(anEndpoint(owner), EVENT);
  expect(posts).toEqual([]);
  const sending = prepared.ok && prepared.send();
  expect(posts).toHaveLength(1);
  await sending;
});

test('an expired secret need not open', async () => {
  const expired = { sealed: 'AAAA', createdAt: '2026-11-23T09:30:00.000Z', expiresAt: '2026-11-23T09:30:00.000Z' };
  const secrets = [aSealedSecret(A_SECRET, owner), expired];
  const headers = await fixture().headersOf(anEndpoint({ ...owner, secrets }));
  expect(accepts(A_SECRET, headers)).toBe(true);
});
