import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { CodedError } from '../../domain/kit/errors/coded-error';
import { PublishError } from '../publish-error';
import { fakeTopic } from '../testing/fake-topic';
import { NOW, shipped, testId } from '../testing/test-producer';
import type { ApiOptions } from './api-options';
import { createProducer } from './create-producer';

const endpoint = 'https://a1b2c3.execute-api.eu-central-1.amazonaws.com';
const recipients = 'Ada Marlow <ada@example.com>';

/** SHA-256, and HMAC with it, for the signer of the AWS SDK. */
class Sha256 {
  readonly #hash: Hash | Hmac;
  constructor(secret?: unknown) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string);
  }
  update(data: Uint8Array | string): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}

interface Sent {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly text: string;
}
type Answer = readonly [status: number, body?: unknown] | Error;

/** A producer whose requests are answered by these in turn, the last one again and again. */
function start(answers: readonly Answer[], options: Partial<ApiOptions> = { token: 'of-ours' }) {
  const sent: Sent[] = [];
  const waits: number[] = [];
  let count = 0;
  const producer = createProducer({
    endpoint,
    source: '/shop',
    tenant: 'demo',
    clock: { now: () => NOW },
    ids: () => testId(count++),
    sleep: async (milliseconds) => void waits.push(milliseconds),
    fetch: async (url, { headers, body }) => {
      const answer = answers[Math.min(sent.length, answers.length - 1)] as Answer;
      sent.push({ url, headers, text: body, body: JSON.parse(body) });
      if (answer instanceof Error) throw answer;
      const [status, content = ''] = answer;
      return { status, text: async () => (typeof content === 'string' ? content : JSON.stringify(content)) };
    },
    ...options,
  });
  const publish = () => producer.publish('order.shipped', shipped, { recipients });
  return { producer, publish, sent, waits };
}

const accepted: Answer = [202, { id: testId(0), status: 'accepted', messageId: 'm-1' }];
const rejection = (call: Promise<unknown>): Promise<PublishError> =>
  call.then(
    () => Promise.reject(new Error('it was published')),
    (error: unknown) => error as PublishError,
  );

test('a notification is posted with its token and all that the catalogue fills in', async () => {
  const { publish, sent } = start([accepted]);
  expect(await publish()).toEqual({ id: testId(0), messageId: 'm-1' });
  expect(sent).toEqual([
    {
      url: `${endpoint}/oidc/v1/notifications`,
      text: expect.any(String),
      headers: { 'content-type': 'application/json', authorization: 'Bearer of-ours' },
      body: expect.objectContaining({
        id: testId(0),
        type: 'order.shipped',
        tenant: 'demo',
        source: '/shop',
        recipients,
      }),
    },
  ]);
});

test('a function gives a token for each request', async () => {
  let count = 0;
  const { publish, sent } = start([[503], accepted], { token: async () => `t-${count++}` });
  await publish();
  expect(sent.map(({ headers }) => headers.authorization)).toEqual(['Bearer t-0', 'Bearer t-1']);
});

test('with AWS credentials the request is signed for the region of the host', async () => {
  const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'session' };
  const { publish, sent } = start([accepted], { credentials: async () => credentials });
  await publish();
  expect(sent).toMatchObject([
    {
      url: `${endpoint}/v1/notifications`,
      headers: {
        authorization: expect.stringMatching(
          /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-central-1\/execute-api\/aws4_request, SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*, Signature=[0-9a-f]{64}$/,
        ),
        'x-amz-security-token': 'session',
      },
    },
  ]);
});

test('the signature is the one that the AWS SDK makes', async () => {
  const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'session' };
  const path = '/stage/a b';
  const { publish, sent } = start([accepted], { endpoint: endpoint + path, credentials, region: 'eu-west-1' });
  await publish();
  const { authorization, 'x-amz-date': date = '', ...headers } = sent[0]?.headers ?? {};
  const options = { credentials, service: 'execute-api', region: 'eu-west-1', sha256: Sha256, applyChecksum: false };
  const { host, pathname } = new URL(sent[0]?.url ?? '');
  const request = {
    method: 'POST',
    protocol: 'https:',
    hostname: host,
    path: pathname,
    query: {},
    headers: { host, ...headers },
    body: sent[0]?.text,
  };
  const signingDate = date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const unsignableHeaders = new Set(['content-type']);
  const how = { signingDate: new Date(signingDate), unsignableHeaders };
  const signed = await new SignatureV4(options).sign(request, how);
  const signatureOf = (text = '') => /SignedHeaders=([^,]*), Signature=(.*)/.exec(text)?.slice(1);
  expect(signatureOf(authorization)).toEqual(signatureOf(signed.headers.authorization));
});

test('an invalid notification is refused before anything is sent', async () => {
  const { producer, sent } = start([accepted]);
  const refused = await rejection(producer.publish('order.shipped', { ...shipped, items: [] }, { recipients }));
  expect([refused.code, refused.faults.map(({ path }) => path), sent]).toEqual([
    'notification.invalid',
    ['/data/items'],
    [],
  ]);
});

test.each<[string, Answer]>([
  ['a lost answer', new TypeError('fetch failed')],
  ['a throttled request', [429, { message: 'Too Many Requests' }]],
  ['a fault of the server', [503, { code: 'producer.failed' }]],
  ['an answer that is no JSON', [502, '<html>']],
])('%s is tried again with the same id', async (_what, first) => {
  const { publish, sent, waits } = start([first, accepted]);
  expect(await publish()).toEqual({ id: testId(0), messageId: 'm-1' });
  expect(sent[0]?.body).toEqual(sent[1]?.body);
  expect(waits).toEqual([200]);
});

test.each<[string, Answer, string, number]>([
  [
    'no answer',
    Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } }),
    'producer.unreachable',
    3,
  ],
  ['too many requests', [429, { message: 'Too Many Requests' }], 'producer.throttled', 3],
  ['a failed publish of SNS', [503, { code: 'producer.throttled', detail: 'not confirmed' }], 'producer.throttled', 3],
  ['a fault of the function', [500, { code: 'api.internal', detail: 'the request failed' }], 'producer.failed', 3],
  ['no valid token', [401, { message: 'Unauthorized' }], 'producer.credentials', 1],
  ['no permission of IAM', [403, { message: 'Forbidden' }], 'producer.not_authorized', 1],
  [
    'no role producer',
    [403, { code: 'api.forbidden', detail: 'you have the role reader' }],
    'producer.not_authorized',
    1,
  ],
  ['no such API', [404, { message: 'Not Found' }], 'producer.endpoint', 1],
  ['a redirect', [302], 'producer.failed', 1],
  ['a success that is none', [202, { hello: 1 }], 'producer.failed', 1],
])('%s is an error with the notification', async (_what, answer, code, tries) => {
  const { publish, sent } = start([answer]);
  const error = await rejection(publish());
  expect([error.name, error.code, sent.length]).toEqual(['CodedError', code, tries]);
  expect(error).toBeInstanceOf(PublishError);
  expect(error.notification).toMatchObject({ id: testId(0) });
  expect(error.message).toMatch(/^publishing to https:.*\/oidc\/v1\/notifications failed: /);
  expect(error.message).not.toContain('of-ours');
});

test('what is refused for good is an error that does not ask to publish it again', async () => {
  const { publish, sent } = start([[409, { code: 'notification.id.conflict', fix: 'a', errors: [null] }]]);
  const error = await rejection(publish());
  expect([error.code, error.faults, sent.length]).toEqual(['notification.id.conflict', [], 1]);
  expect(error).not.toBeInstanceOf(PublishError);
});

test.each<[string, Partial<ApiOptions>, string]>([
  ['a line break in the token', { token: 'sec\nret' }, 'token'],
  ['a function without a token', { token: () => undefined as never }, 'token'],
  [
    'a line break in the session token',
    { credentials: { accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 'sec\nret' } },
    'sessionToken',
  ],
])('%s is an error of credentials that does not quote it, and nothing is sent', async (_what, options, name) => {
  const { publish, sent } = start([accepted], options);
  const error = await rejection(publish());
  expect([error.code, error.cause, sent]).toEqual(['producer.credentials', undefined, []]);
  expect(error.message).toMatch(new RegExp(`^${name} is empty, or has spaces`));
  expect(error.message).not.toContain('ret');
});

test('a topic of a test takes the place of the API', async () => {
  const topic = fakeTopic();
  const producer = createProducer({ endpoint, token: 't', source: '/shop', tenant: 'demo', topic });
  await producer.publish('order.shipped', shipped, { recipients });
  expect(topic.published).toHaveLength(1);
});

test('entries of a batch of which SNS confirmed none are posted four times at most', async () => {
  const failed = { status: 'failed', code: 'producer.throttled', detail: 'not confirmed' };
  const { producer, sent } = start([[503, { results: [failed] }]]);
  const [result] = await producer.publishBatch([{ type: 'order.shipped', data: shipped, recipients }]);
  expect([result?.status, sent.length]).toEqual(['failed', 4]);
});

test('a batch whose answer is none has a result for each entry', async () => {
  const { producer } = start([[202, { results: [null, 'x'] }]]);
  const entry = { type: 'order.shipped', data: shipped, recipients };
  const results = await producer.publishBatch([entry, entry, entry]);
  expect(results).toMatchObject(Array(3).fill({ status: 'failed', code: 'producer.failed' }));
});

test('faults that only the API finds are those of the error', async () => {
  const errors = [{ in: 'body', code: 'api.tenant_foreign', pointer: '/tenant', detail: 'another tenant' }];
  const { publish } = start([[422, { code: 'notification.invalid', fix: 'change it', detail: 'invalid', errors }]]);
  const { code, fix, faults } = await rejection(publish());
  expect([code, fix, faults]).toEqual([
    'notification.invalid',
    'change it',
    [{ code: 'api.tenant_foreign', path: '/tenant', message: 'another tenant' }],
  ]);
});

test('a token that cannot be had is an error of credentials, and nothing is sent', async () => {
  const { producer, publish, sent } = start([accepted], { token: () => Promise.reject(new Error('issuer is down')) });
  const error = await rejection(publish());
  expect([error.code, error.message, sent]).toEqual([
    'producer.credentials',
    'there is no token or signature: Error: issuer is down',
    [],
  ]);
  const [result] = await producer.publishBatch([{ type: 'order.shipped', data: shipped, recipients }]);
  expect(result).toMatchObject({ status: 'failed', code: 'producer.credentials' });
});

test('a batch is posted in parts of ten, and each entry has its result', async () => {
  const entry = { type: 'order.shipped', data: shipped, recipients };
  const foreign = { code: 'api.tenant_foreign', pointer: '/tenant', detail: 'another tenant' };
  const results = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ status: 'accepted', messageId: `m-${n}` }));
  const { producer, sent } = start([
    [202, { accepted: 10, results: results(10) }],
    [
      207,
      {
        accepted: 1,
        results: [results(1)[0], { status: 'refused', code: 'notification.invalid', errors: [null, foreign] }],
      },
    ],
  ]);
  const all = await producer.publishBatch([...Array(12).fill(entry), { ...entry, data: {} }]);
  expect(sent.map(({ body }) => (body as unknown[]).length)).toEqual([10, 2]);
  expect(all.map(({ status }) => status)).toEqual([...Array(11).fill('published'), 'refused', 'refused']);
  expect(all[11]).toMatchObject({
    code: 'notification.invalid',
    faults: [{ code: 'api.tenant_foreign', path: '/tenant' }],
  });
});

test('entries that SNS did not confirm are posted again, alone', async () => {
  const entry = { type: 'order.shipped', data: shipped, recipients };
  const failed = { status: 'failed', code: 'producer.throttled', detail: 'not confirmed' };
  const { producer, sent } = start([
    [207, { results: [{ status: 'accepted', messageId: 'm-1' }, failed] }],
    [202, { results: [{ status: 'accepted', messageId: 'm-2' }] }],
  ]);
  expect(await producer.publishBatch([entry, entry])).toMatchObject([
    { status: 'published', messageId: 'm-1' },
    { status: 'published', messageId: 'm-2' },
  ]);
  expect(sent.map(({ body }) => (body as { id: string }[]).map(({ id }) => id))).toEqual([
    [testId(0), testId(1)],
    [testId(1)],
  ]);
});

test.each<[string, Partial<ApiOptions>, string]>([
  ['no URL', { endpoint: 'api', token: 't' }, 'producer.endpoint'],
  ['a URL that is not encrypted', { endpoint: 'http://api.example.com', token: 't' }, 'producer.endpoint'],
  ['a URL with a query', { endpoint: `${endpoint}?a=b`, token: 't' }, 'producer.endpoint'],
  ['neither token nor credentials', {}, 'producer.credentials'],
  [
    'a host without a region',
    { endpoint: 'https://api.example.com', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } },
    'producer.endpoint',
  ],
])('%s is refused when the producer is created', (_what, options, code) => {
  const create = () => createProducer({ endpoint, source: '/shop', ...options });
  expect(create).toThrow(CodedError);
  expect(create).toThrow(expect.objectContaining({ code }));
});

test.each([
  ['https://api.example.com/carillon/', 'https://api.example.com/carillon/v1/notifications'],
  [
    'http://127.0.0.1:4566/_aws/execute-api/a1/$default',
    'http://127.0.0.1:4566/_aws/execute-api/a1/$default/v1/notifications',
  ],
])('the path of the endpoint %s is kept', async (of, url) => {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const { publish, sent } = start([accepted], { endpoint: of, credentials, region: 'eu-west-1' });
  await publish();
  expect(sent.map((one) => decodeURIComponent(one.url))).toEqual([url]);
});
