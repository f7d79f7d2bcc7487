import fc from 'fast-check';
import description from '../../../shared/api/openapi.json';
import { writeCursor } from '../../../shared/domain/listing/cursor';
import { type Call, hasBody, ROUTE_IDS } from './testing/api-event';
import { OF_OTHER, OTHER, OWN, twoTenants } from './testing/two-tenants';
import { VALID } from './testing/valid-calls';

const OWN_ENDPOINT = 'ep_01m00vvae0dxk8dr745633ez6j';
const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', '__proto__', '../x', 'C#acme', '\0', '%00'),
);
const id = fc.oneof(fc.constantFrom(OWN_ENDPOINT, OF_OTHER.endpoint, OF_OTHER.notification, OF_OTHER.keyed), odd);
const address = fc.oneof(
  fc.constantFrom('ada@example.com', 'Ada <ADA@EXAMPLE.COM>', 'a@b, c@d', '@', 'ä@exämple.de'),
  odd,
);
const tenant = fc.oneof(fc.constantFrom(OWN, OTHER, '*'), odd);
const url = fc.oneof(
  fc.constantFrom('https://127.0.0.1/', 'http://[::1]:80', 'https://169.254.169.254/', 'file:///'),
  odd,
);

/** Members that some body has, with values that are often valid. */
const MEMBERS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  tenant,
  address,
  url,
  id: fc.oneof(fc.constantFrom(OF_OTHER.notification), odd),
  idempotencykey: odd,
  type: fc.oneof(fc.constantFrom('invoice.created', 'order.shipped', 'a.b'), odd),
  types: fc.array(fc.oneof(fc.constantFrom('*', 'order.*', 'order'), odd), { maxLength: 3 }),
  data: fc.jsonValue(),
  channels: fc.constantFrom('webhook', 'email,webhook', 'fax', ['webhook'], []),
  recipients: fc.oneof(address, fc.array(address, { maxLength: 2 })),
  headers: fc.dictionary(odd, odd, { maxKeys: 3 }),
  removeHeaders: fc.array(odd, { maxLength: 2 }),
  ratePerSecond: fc.oneof(fc.double(), fc.integer(), fc.constant(null)),
  contentType: fc.oneof(fc.constant('application/json'), odd),
  secret: fc.oneof(fc.constant('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'), odd),
  asymmetric: fc.boolean(),
  disabled: odd,
  reason: odd,
  state: fc.constantFrom('failed', 'held', 'delivered'),
  endpoint: id,
  since: fc.oneof(fc.constantFrom('2026-11-30T09:30:00Z', '2026-02-30T09:30:00Z'), odd),
  until: odd,

  overlapSeconds: fc.oneof(fc.integer(), fc.constantFrom(0, 86_400)),
  dryRun: fc.boolean(),
  channel: fc.constantFrom('webhook', 'email', 'fax'),
  targets: fc.array(fc.oneof(id, address), { maxLength: 3 }),
  categories: fc.dictionary(fc.oneof(fc.constantFrom('digest', 'transactional'), odd), fc.boolean(), { maxKeys: 2 }),
  time: fc.oneof(fc.constant('2026-11-30T09:30:00Z'), odd),
  expirytime: odd,
};
const members = fc
  .subarray(Object.keys(MEMBERS), { maxLength: 8 })
  .chain((names) =>
    fc.record(Object.fromEntries(names.map((name) => [name, fc.oneof(MEMBERS[name]!, fc.jsonValue())]))),
  );
const bodyOf = (valid: unknown) =>
  fc.oneof(
    { weight: 4, arbitrary: members.map((more) => JSON.stringify({ ...(valid as object), ...more })) },
    members.map((one) => JSON.stringify(one)),
    fc.array(members, { maxLength: 4 }).map((all) => JSON.stringify(all)),
    fc.array(members, { maxLength: 4 }).map((all) => all.map((one) => JSON.stringify(one)).join('\n')),
    fc.json(),
    fc.string({ unit: 'binary' }),
  );
const media = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-8',
  'application/x-ndjson',
  'text/html',
  '',
);
const claims = fc.record({
  sub: odd,
  tenant: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(OWN, OWN, '*') }, tenant),
  role: fc.oneof({ weight: 6, arbitrary: fc.constant('[reader operator producer]') }, odd),
});
const query = fc.oneof(
  fc.constant(''),
  fc.dictionary(
    fc.oneof(fc.constantFrom('tenant', 'body', 'address'), odd),
    fc.oneof(fc.constantFrom(OWN, 'true', 'ada@example.com'), odd),
    { maxKeys: 3 },
  ),
  fc.record(
    {
      state: fc.constantFrom('failed', 'retrying', 'delivered', 'lost'),
      type: fc.oneof(fc.constantFrom('order.shipped'), odd),
      channel: fc.oneof(fc.constantFrom('webhook', 'email'), odd),
      since: fc.constantFrom('2026-11-01T09:30:00Z', '2026-02-30T09:30:00+01:00', '2026-11-01'),
      until: fc.constantFrom('2026-11-30T09:30:00Z', '2026-11-30T24:30:00Z'),
      limit: fc.constantFrom('1', '100', '0', '1.5'),
      cursor: fc.oneof(fc.constantFrom(writeCursor('1.0', { list: 'tail', tenant: OWN })), odd),
    },
    { requiredKeys: [] },
  ),
  odd,
);

/** A call and whether its body is sent in base64. */
const calls: fc.Arbitrary<readonly [Call, boolean]> = fc.constantFrom(...ROUTE_IDS).chain((route) =>
  fc.tuple(
    fc.record(
      {
        route: fc.constant(route),
        path: fc.record({ id, address }),
        query: fc.oneof(fc.constant(VALID[route].query ?? ''), query),
        headers: fc.record(
          {
            'content-type': fc.oneof({ weight: 4, arbitrary: fc.constant('application/json') }, media),
            'idempotency-key': odd,
          },
          { requiredKeys: ['content-type'] },
        ),
        claims,
        ...(hasBody(route) && { body: bodyOf(VALID[route].body ?? {}) }),
      },
      { requiredKeys: ['route', 'path', 'query', 'headers'] },
    ) as fc.Arbitrary<Call>,
    fc.boolean(),
  ),
);

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, object>>;
}
const operations = Object.values(description.paths).flatMap((path) => Object.values(path) as Operation[]);
const documented = (route: string) =>
  Object.keys(operations.find(({ operationId }) => operationId === route)?.responses ?? {}).map(Number);

test('no request makes the function fail, and every answer has a status of the description and JSON or nothing', async () => {
  const reached = new Set<string>();
  await fc.assert(
    fc.asyncProperty(calls, async ([call, isBase64Encoded]) => {
      const world = await twoTenants();
      const { body } = call as { readonly body?: string };
      const encoded = isBase64Encoded &&
        body !== undefined && { body: Buffer.from(body).toString('base64'), isBase64Encoded };
      const { status, headers, text } = await world.call(call, encoded || {});
      expect({ lines: world.log.lines.filter(({ level }) => level === 'error'), status }).toEqual({
        lines: [],
        status,
      });
      expect(documented(call.route)).toContain(status);
      expect(status).toBeLessThan(500);
      expect(headers['content-type']).toBe(
        text === ''
          ? undefined
          : status < 400 || headers['content-type'] === 'application/json'
            ? 'application/json'
            : 'application/problem+json',
      );
      expect(text).not.toMatch(/ at \S+ \(|node_modules|\.ts:\d/);
      reached.add(`${call.route} ${status < 400}`);
    }),
    { numRuns: 1_500 },
  );
  const closed = ROUTE_IDS.filter((route) => !reached.has(`${route} true`));
  expect(closed.length).toBeLessThan(ROUTE_IDS.length / 2);
}, 120_000);
