import { CodedError } from '../../../../shared/domain/kit/errors/coded-error';
import { derivedId } from '../../../../shared/domain/notification/derived-id';
import { acceptedEvent } from '../../../../shared/ports/ledger';
import { fakeTopic } from '../../../../shared/producer/testing/fake-topic';
import { type Call, claimsOf } from '../testing/api-event';
import { type ApiWorld, apiWorld } from '../testing/api-world';

const claims = claimsOf('acme', 'producer');
const invoice = { type: 'invoice.created', channels: 'webhook', data: { invoice: 'R-17' } };
const publish = (world: ApiWorld, body: unknown, headers: Call['headers'] = {}) =>
  world.call({ route: 'publishNotifications', claims, body, headers });
const lines = { 'content-type': 'application/x-ndjson' };
const published = ({ topic }: ApiWorld) => topic.published.map(({ body }) => JSON.parse(body));
/** The first notification of a world becomes known to the ledger, as the audit channel does it. */
const record = async (world: ApiWorld) => {
  const [notification] = published(world);
  await world.audit.accept(acceptedEvent(notification, JSON.stringify(notification), world.clock.now()));
};

test('one notification is accepted with its id and where its state is found', async () => {
  const world = apiWorld();
  const { status, body, headers } = await publish(world, invoice);
  const id = expect.stringMatching(/^[0-9A-Z]{26}$/);
  expect([status, body]).toEqual([202, { id, status: 'accepted', messageId: 'message-1' }]);
  expect(headers.location).toBe(`https://api.example.com/oidc/v1/notifications/${body.id}`);
  expect(published(world)).toEqual([
    expect.objectContaining({ ...invoice, id: body.id, tenant: 'acme', source: '/api' }),
  ]);
});

test('a signed request names its tenant in the notification or the query', async () => {
  const world = apiWorld();
  const signed = (more: Partial<Call>) => world.call({ route: 'publishNotifications', body: invoice, ...more });
  expect((await signed({ body: { ...invoice, tenant: 'acme' } })).headers.location).toMatch(/com\/v1\/notifications\//);
  expect((await signed({ query: { tenant: 'globex' } })).status).toBe(202);
  expect(published(world).map(({ tenant }) => tenant)).toEqual(['acme', 'globex']);
  const { status, body } = await signed({});
  expect([status, body.errors]).toMatchObject([422, [{ code: 'notification.tenant.missing', pointer: '/tenant' }]]);
});

test('every fault of one notification is named at once, and nothing is sent', async () => {
  const world = apiWorld();
  const { status, body } = await publish(
    world,
    '{"type":"a b","channels":"fax","data":{"n":9007199254740993},"tenant":"globex"}',
  );
  expect(status).toBe(422);
  expect(body.errors.map(({ code, pointer }: { code: string; pointer: string }) => [code, pointer])).toEqual(
    expect.arrayContaining([
      ['api.tenant_foreign', '/tenant'],
      ['json.number_precision', '/data/n'],
      ['notification.type.malformed', '/type'],
      ['notification.channels.unknown', '/channels'],
    ]),
  );
  expect(world.topic.published).toEqual([]);
});

test.each([
  ['JSON', JSON.stringify([invoice, { ...invoice, time: 'today' }, [], { ...invoice, tenant: 'globex' }]), {}],
  [
    'NDJSON',
    [invoice, { ...invoice, time: 'today' }, [], { ...invoice, tenant: 'globex' }]
      .map((one) => JSON.stringify(one))
      .join('\n'),
    lines,
  ],
  [
    'NDJSON by a media type in upper case',
    [invoice, { ...invoice, time: 'today' }, [], { ...invoice, tenant: 'globex' }]
      .map((one) => JSON.stringify(one))
      .join('\r\n\n'),
    { 'content-type': 'Application/X-NDJSON; charset=utf-8' },
  ],
])('of a list in %s each entry has its own result', async (_format, body, headers) => {
  const world = apiWorld();
  const answer = await publish(world, body, headers);
  expect([answer.status, answer.body]).toMatchObject([
    207,
    {
      accepted: 1,
      results: [
        { status: 'accepted', id: expect.any(String) },
        {
          status: 'refused',
          code: 'notification.invalid',
          errors: [{ code: 'notification.time.malformed', pointer: '/time' }],
        },
        { status: 'refused', errors: [{ code: 'notification.not_an_object', pointer: '' }] },
        { status: 'refused', errors: [{ code: 'api.tenant_foreign', pointer: '/tenant' }] },
      ],
    },
  ]);
  expect(world.topic.published).toHaveLength(1);
});

test('lines of NDJSON are numbered as they are written, with blank ones', async () => {
  const text = `\n${JSON.stringify(invoice)}\n\n${JSON.stringify(invoice)}\n`;
  const { status, body } = await publish(apiWorld(), text, lines);
  expect([status, body.results.map(({ line }: { line: number }) => line)]).toEqual([202, [2, 4]]);
});

test.each([
  ['lines that are no JSON', '{"type":"a.b"}\nnope\n{"a"', 'json.malformed', [2, 3]],
  ['a key that a line has twice', '{"a":1}\n{"b":1,"b":2}', 'json.duplicate_key', [2]],
  ['nothing', ' \n', 'json.malformed', [undefined]],
])('NDJSON with %s is refused as a whole', async (_what, text, code, expected) => {
  const world = apiWorld();
  const { status, body } = await publish(world, text, lines);
  expect([status, body.code]).toEqual([400, 'api.request_invalid']);
  expect(body.errors).toMatchObject(expected.map((line) => ({ code, ...(line !== undefined && { line }) })));
  expect(world.topic.published).toEqual([]);
});

test.each([[0], [101]])('a list of %d is refused', async (count) => {
  const { status, body } = await publish(apiWorld(), Array(count).fill(invoice));
  expect([status, body.errors]).toEqual([
    400,
    [
      {
        in: 'body',
        code: 'api.body_invalid',
        pointer: '',
        detail: `the body has ${count} notifications, expected 1 to 100`,
      },
    ],
  ]);
});

test('a list of 100 is accepted', async () => {
  const { status, body } = await publish(apiWorld(), Array(100).fill(invoice));
  expect([status, body.accepted, body.results.length]).toEqual([202, 100, 100]);
});

test('lost digits of one entry refuse that one alone', async () => {
  const { status, body } = await publish(
    apiWorld(),
    `[${JSON.stringify(invoice)},{"type":"a.b","channels":"webhook","data":{"n":0.12345678901234567890}}]`,
  );
  expect([status, body.results[1]]).toMatchObject([
    207,
    { errors: [{ code: 'json.number_precision', pointer: '/data/n' }] },
  ]);
});

describe('an idempotency key', () => {
  const keyed = { 'idempotency-key': 'order-1' };

  test('gives a repeated request the same id', async () => {
    const world = apiWorld();
    const [first, second] = [await publish(world, invoice, keyed), await publish(world, invoice, keyed)];
    expect([first.body.id, second.body.id, second.status]).toEqual([derivedId('acme', 'order-1'), first.body.id, 202]);
  });

  test('refuses other content under it with 409, once the first is recorded', async () => {
    const world = apiWorld();
    await publish(world, invoice, keyed);
    await record(world);
    expect((await publish(world, invoice, keyed)).status).toBe(202);
    const other = await publish(world, { ...invoice, data: { invoice: 'R-18' } }, keyed);
    expect([other.status, other.body.code]).toEqual([409, 'notification.id.conflict']);
    expect(world.topic.published).toHaveLength(2);
  });

  test('of a list is one for each entry, and an entry keeps its own or its id', async () => {
    const world = apiWorld();
    const id = '01M83VVAE0DXK8DR745633EZ6J';
    const { body } = await publish(world, [invoice, { ...invoice, idempotencykey: 'mine' }, { ...invoice, id }], keyed);
    expect(body.results.map((one: { id: string }) => one.id)).toEqual([
      derivedId('acme', 'order-1/0'),
      derivedId('acme', 'mine'),
      id,
    ]);
  });

  test.each([[''], ['a'.repeat(121)], ['é'], ['a\nb']])('is not %j', async (key) => {
    const { status, body } = await publish(apiWorld(), invoice, { 'idempotency-key': key });
    expect([status, body.errors]).toMatchObject([400, [{ in: 'header', pointer: '/idempotency-key' }]]);
  });
});

describe('if SNS does not confirm', () => {
  const arn = 'arn:aws:sns:eu-central-1:123456789012:carillon';
  const error = new CodedError('producer.throttled', `publishing to ${arn} failed: Throttled`, 'later');

  test('one notification, the answer has what makes the next try idempotent, and nothing of AWS', async () => {
    const world = apiWorld({ ports: { topic: { ...fakeTopic(), publish: () => Promise.reject(error) } } });
    const { status, body, headers, text } = await publish(world, invoice);
    const { id } = body;
    const time = '2026-11-23T09:30:00.000Z';
    expect([status, headers['retry-after']]).toEqual([503, '2']);
    expect(body).toMatchObject({
      code: 'producer.throttled',
      id,
      time,
      fix: `publish it again with id ${id} and time ${time}`,
    });
    expect(text).not.toContain('arn:');
    expect(world.log.lines).toMatchObject([
      { event: 'request_failed', fields: { error: expect.stringContaining(arn) } },
    ]);
    const again = apiWorld();
    expect((await publish(again, { ...invoice, id, time })).body.id).toBe(id);
  });

  test('any of a list, they are failed, the request can be tried again, and the log says why', async () => {
    const failed = { status: 'failed', code: error.code, message: error.message, retryable: false } as const;
    const topic = { ...fakeTopic(), publishBatch: async (all: readonly unknown[]) => all.map(() => failed) };
    const world = apiWorld({ ports: { topic } });
    const { status, body, headers, text } = await publish(world, [invoice, invoice]);
    expect([status, headers['retry-after'], body.accepted]).toEqual([503, '2', 0]);
    expect(body.results).toMatchObject([{ status: 'failed', id: expect.any(String) }, { status: 'failed' }]);
    expect(text).not.toContain('arn:');
    expect(world.log.lines[0]).toMatchObject({
      event: 'request_failed',
      fields: { requestId: 'request-1', entries: 2 },
    });
  });
});

test('explain answers for one notification, and sends nothing', async () => {
  const world = apiWorld();
  const explain = (body: unknown) => world.call({ route: 'explainNotification', claims, body });
  const { status, body } = await explain(invoice);
  expect([status, body.type]).toEqual([200, invoice.type]);
  expect(
    body.channels.map(({ channel, reached }: { channel: string; reached: boolean }) => [channel, reached]),
  ).toEqual(
    expect.arrayContaining([
      ['webhook', true],
      ['email', false],
    ]),
  );
  expect((await explain([invoice])).body.errors).toMatchObject([
    { detail: 'the body is a list, expected one notification' },
  ]);
  expect((await explain({ ...invoice, tenant: 'globex' })).status).toBe(422);
  expect(world.topic.published).toEqual([]);
});
