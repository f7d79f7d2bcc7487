import { type Call, claimsOf } from '../testing/api-event';
import { apiWorld } from '../testing/api-world';

const claims = claimsOf('acme', 'operator', 'producer');
const suppress = (body: unknown, more: Partial<Call> = {}) =>
  apiWorld().call({ route: 'addSuppression', claims, body, ...more });
const fault = (code: string, pointer: string, detail: unknown, part = 'body') => ({ in: part, code, pointer, detail });
const good = '{"address":"ada@example.com"}';

test.each([
  ['application/json'],
  ['Application/JSON'],
  ['application/json; charset=utf-8'],
  ['application/json;charset="UTF-8"'],
  ['application/json;'],
])('a body of the content type %j is read', async (type) => {
  expect((await suppress(good, { headers: { 'content-type': type } })).status).toBe(201);
});

test.each([
  ['application/json; charset=latin1'],
  ['application/json; profile=x'],
  ['text/json'],
  ['application/x-ndjson'],
  ['application/json, text/plain'],
  [''],
])('a body of the content type %j is refused', async (type) => {
  const { status, body } = await suppress(good, { headers: { 'content-type': type } });
  expect([status, body.code, body.detail]).toEqual([
    415,
    'api.media_type',
    `the content type is '${type}', allowed are application/json in UTF-8`,
  ]);
});

test('a body in base64 is read, and one that is not UTF-8 is refused', async () => {
  const { call } = apiWorld();
  const encoded = (bytes: Buffer) =>
    call({ route: 'addSuppression', claims, body: bytes.toString('base64') }, { isBase64Encoded: true });
  expect((await encoded(Buffer.from(good))).status).toBe(201);
  const { status, body } = await encoded(Buffer.from([0x22, 0xff, 0x22]));
  expect([status, body.errors]).toEqual([400, [fault('json.malformed', '', 'the body is not UTF-8')]]);
});

test('a byte order mark is no JSON', async () => {
  const { status, body } = await suppress(`\ufeff${good}`);
  expect([status, body.errors]).toEqual([
    400,
    [fault('json.malformed', '', expect.stringMatching(/^line 1, column 1: /))],
  ]);
});

test('the size of a body is measured in bytes', async () => {
  const bodyOf = (bytes: number) => `"${'é'.repeat((bytes - 2) / 2)}"`;
  expect((await suppress(bodyOf(262_144))).status).toBe(400);
  const { status, body } = await suppress(bodyOf(262_146));
  expect([status, body.code, body.detail]).toEqual([
    413,
    'api.body_too_large',
    'the body has 262146 bytes, allowed are 262144',
  ]);
});

test.each([
  ['{"address":\n  nope}', 'json.malformed', 'line 2, column 3: found "nope}", expected '],
  ['{"address"', 'json.malformed', 'line 1, column 11: found the end, expected '],
  ['', 'api.body_invalid', 'address is missing, expected a mail address'],
  ['null', 'api.body_invalid', 'the body is null, expected an object'],
  ['[]', 'api.body_invalid', 'the body is an array of 0, expected an object'],
])('the body %j is refused as %s: %s', async (text, code, detail) => {
  const { status, body } = await suppress(text);
  const [error, ...others] = body.errors;
  expect([status, error.code, error.detail.slice(0, detail.length), others]).toEqual([400, code, detail, []]);
});

test('keys that are there twice are refused with their pointers', async () => {
  const { body } = await suppress('{"address":"a@example.com","\\u0061ddress":"b@example.com"}');
  expect(body.errors).toEqual([fault('json.duplicate_key', '/address', 'the key is there twice, expected once')]);
});

test.each([
  ['[', 262_144, ''],
  ['[', 131_072, ']'],
  ['{"a":', 43_000, '}'],
])('256 KiB of %j are refused, whether they end or not', async (opening, count, closing) => {
  const text = `${opening.repeat(count)}${closing === '}' ? '1' : ''}${closing.repeat(count)}`;
  for (const route of ['addSuppression', 'publishNotifications', 'explainNotification'] as const) {
    const { status, text: answer } = await apiWorld().call({ route, claims, body: text });
    expect([400, 422]).toContain(status);
    expect(answer.length).toBeLessThan(100_000);
  }
});

test('all faults of query and body are found at once, with the part that has each', async () => {
  const { call, calls } = apiWorld();
  const body = { url: 7, types: [], extra: 1, 'a/b': 2 };
  const answer = await call({ route: 'addEndpoint', query: 'page=1&tenant=A', body });
  expect(answer.status).toBe(400);
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(answer.body.errors).toEqual(
    expect.arrayContaining([
      fault('api.parameter_invalid', '/page', 'page is not known', 'query'),
      fault('api.parameter_invalid', '/tenant', expect.any(String), 'query'),
      fault('api.body_invalid', '/url', expect.stringContaining('url is 7, expected a string')),
      fault('api.body_invalid', '/types', expect.stringContaining('types is an array of 0')),
      fault('api.body_invalid', '/extra', expect.stringContaining('extra is not known')),
      fault('api.body_invalid', '/a~1b', expect.stringContaining('is not known')),
    ]),
  );
  expect(answer.body.errors).toHaveLength(6);
  expect(calls).toEqual([]);
});

test.each(
  ['~', '/', '\u0001', '"', '€', 'a'].flatMap((sign) => [
    [sign, 1],
    [sign, 100],
  ]) as [string, number][],
)('no answer is larger than Lambda may send: keys of %j in %d entries', async (sign, entries) => {
  const bytes = Buffer.byteLength(JSON.stringify(sign)) - 2;
  const key = sign.repeat(Math.floor((250_000 / entries - 200) / bytes));
  const entry = { type: 'a.b', data: { [key]: Array(20).fill('\ud800') } };
  const { status, text } = await apiWorld().call({
    route: 'publishNotifications',
    claims,
    body: JSON.stringify(entries === 1 ? entry : Array(entries).fill(entry)),
  });
  expect(status).toBe(422);
  expect(Buffer.byteLength(text)).toBeLessThan(5_000_000);
});
