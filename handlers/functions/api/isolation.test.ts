import type { RouteId } from '../../../shared/api/contract';
import { writeCursor } from '../../../shared/domain/listing/cursor';
import { type Call, claimsOf, ROUTE_IDS, rowOf } from './testing/api-event';
import { KEY, NOBODY, OF_OTHER, OTHER, OWN, SECRET, twoTenants, UNKNOWN } from './testing/two-tenants';
import { type Rest, VALID, withQuery } from './testing/valid-calls';

/** A request that names what the other tenant has, and the same one that names what nobody has. */
type Pair = readonly [what: string, foreign: Rest, unknown: Rest];

const ENDPOINT_PAIR = (rest: Rest = {}): Pair => [
  'an endpoint',
  { ...rest, path: { id: OF_OTHER.endpoint } },
  { ...rest, path: { id: UNKNOWN.endpoint } },
];
const notificationPair = (what: string, rest: Rest = {}): Pair => [
  what,
  { ...rest, path: { id: OF_OTHER.notification } },
  { ...rest, path: { id: UNKNOWN.notification } },
];
const REPLAY_PAIR: Pair = ['a replay', { path: { id: OF_OTHER.replay } }, { path: { id: UNKNOWN.replay } }];
/** A cursor of a list of the tenant. */
const cursorPair = (list: object, position = `2026-11-01T09:30:00.000Z#${OF_OTHER.notification}`): Pair => {
  const cursorOf = (tenant: string) => ({ query: { cursor: writeCursor(position, { ...list, tenant }) } });
  return ['a cursor', cursorOf(OTHER), cursorOf(NOBODY)];
};
const addressPair = (rest: Rest = {}): Pair => [
  'an address',
  { ...rest, path: { address: OF_OTHER.address } },
  { ...rest, path: { address: UNKNOWN.address } },
];
const bodyPair = (what: string, body: object, foreign: object, unknown: object): Pair => [
  what,
  { body: { ...body, ...foreign } },
  { body: { ...body, ...unknown } },
];
const tenantPair = (body: object) => bodyPair('a tenant in the body', body, { tenant: OTHER }, { tenant: NOBODY });
const invoice = { type: 'invoice.created', channels: 'webhook', data: { invoice: 'R-17' } };
const endpoint = { url: 'https://127.0.0.1/hooks', types: ['order.*'] };
const keyed = (key: string) => ({ headers: { 'idempotency-key': key }, body: invoice });
const NONE: readonly Pair[] = [];

/** Everything of a request, beside `?tenant=`, that can name what another tenant has. */
const PAIRS: Readonly<Record<RouteId, readonly Pair[]>> = {
  getNotification: [notificationPair('a notification'), notificationPair('its text', { query: { body: 'true' } })],
  publishNotifications: [
    tenantPair(invoice),
    ['a tenant in a list', { body: [{ ...invoice, tenant: OTHER }] }, { body: [{ ...invoice, tenant: NOBODY }] }],
    bodyPair('an id', invoice, { id: OF_OTHER.notification }, { id: UNKNOWN.notification }),
    bodyPair('an id of a used key', invoice, { id: OF_OTHER.keyed }, { id: UNKNOWN.notification }),
    bodyPair('a used key', invoice, { idempotencykey: KEY }, { idempotencykey: 'order-9' }),
    ['a used key in the header', keyed(KEY), keyed('order-9')],
    bodyPair(
      'an id with a used key',
      { ...invoice, idempotencykey: KEY },
      { id: OF_OTHER.keyed },
      { id: UNKNOWN.notification },
    ),
    bodyPair(
      'a foreign tenant with a used key',
      { ...invoice, idempotencykey: KEY },
      { tenant: OTHER },
      { tenant: NOBODY },
    ),
    [
      'a foreign tenant with a used key in a list',
      { body: [{ ...invoice, idempotencykey: KEY, tenant: OTHER }] },
      { body: [{ ...invoice, idempotencykey: KEY, tenant: NOBODY }] },
    ],
  ],
  replayNotification: [
    notificationPair('a notification'),
    notificationPair('a dry run', { body: { dryRun: true } }),
    notificationPair('a target', { body: { targets: [OF_OTHER.endpoint] } }),
  ],
  listNotifications: [cursorPair({})],
  tailNotifications: [cursorPair({ list: 'tail' }, '1.0')],
  listTenants: NONE,
  beginReplay: [
    tenantPair({ state: 'failed' }),
    bodyPair('an endpoint', { state: 'failed' }, { endpoint: OF_OTHER.endpoint }, { endpoint: UNKNOWN.endpoint }),
    bodyPair(
      'an endpoint in a dry run',
      { state: 'failed', dryRun: true },
      { endpoint: OF_OTHER.endpoint },
      { endpoint: UNKNOWN.endpoint },
    ),
  ],
  getReplay: [REPLAY_PAIR],
  stopReplay: [REPLAY_PAIR],
  listDeliveries: [ENDPOINT_PAIR()],
  listEndpointHealth: [cursorPair({ list: 'health' }, OF_OTHER.endpoint)],
  addEndpoint: [tenantPair(endpoint)],
  disableEndpoint: [ENDPOINT_PAIR(), ENDPOINT_PAIR({ body: { reason: 'moves' } })],
  enableEndpoint: [ENDPOINT_PAIR()],
  getEndpoint: [ENDPOINT_PAIR()],
  listEndpoints: [cursorPair({ list: 'endpoints' }, OF_OTHER.endpoint)],
  removeEndpoint: [ENDPOINT_PAIR()],
  rotateEndpoint: [ENDPOINT_PAIR(), ENDPOINT_PAIR({ body: { overlapSeconds: 0 } })],
  testEndpoint: [ENDPOINT_PAIR()],
  updateEndpoint: [
    ENDPOINT_PAIR({ body: { types: ['*'] } }),
    ENDPOINT_PAIR({ body: { url: 'https://127.0.0.1/new', headers: { 'x-a': 'b' } } }),
  ],
  addSuppression: [
    tenantPair({ address: 'ada@example.com' }),
    bodyPair('an address', {}, { address: OF_OTHER.address }, { address: UNKNOWN.address }),
  ],
  getPreferences: [addressPair()],
  listSuppressions: [['an address', { query: { address: OF_OTHER.address } }, { query: { address: UNKNOWN.address } }]],
  removeSuppression: [addressPair()],
  setPreferences: [
    addressPair({ body: { categories: { digest: false } } }),
    addressPair({ body: { categories: { digest: true } } }),
  ],
  explainNotification: [
    tenantPair(invoice),
    bodyPair('an id', invoice, { id: OF_OTHER.notification }, { id: UNKNOWN.notification }),
  ],
  getDescription: NONE,
  getHealth: NONE,
  listTypes: NONE,
};

const claims = claimsOf(OWN, 'reader', 'operator', 'producer');

/** What a caller can see of an answer, and what it costs; names of the other tenant become unknown ones, new ids `<id>`. */
async function seen(call: Call) {
  const world = await twoTenants();
  const before = await world.ofOther();
  const { status, headers, text } = await world.call(call);
  expect(text).not.toContain(SECRET);
  expect(JSON.stringify(world.log.lines)).not.toContain(SECRET);
  expect(await world.ofOther()).toBe(before);
  return JSON.parse(asUnknown(JSON.stringify({ status, headers, text, calls: world.calls })));
}

const asUnknown = (text: string): string =>
  Object.entries(UNKNOWN)
    .reduce((masked, [name, unknown]) => masked.replaceAll(OF_OTHER[name as keyof typeof UNKNOWN], unknown), text)
    .replaceAll(OTHER, NOBODY)
    .replace(/[0-7][0-9A-HJKMNP-TV-Z]{25}/g, '<id>')
    .replaceAll(KEY, 'order-9');

test('every route is in the matrix', () => {
  expect(Object.keys(PAIRS).toSorted()).toEqual(ROUTE_IDS.toSorted());
});

const pairs = ROUTE_IDS.flatMap((route) => PAIRS[route].map(([what, ...both]) => [route, what, both] as const));

test.each(pairs)('%s: %s of another tenant is as unknown as what nobody has', async (route, _what, [one, other]) => {
  const [foreign, unknown] = [await seen({ route, claims, ...one }), await seen({ route, claims, ...other })];
  expect(foreign).toEqual(unknown);
});

const ofTenants = ROUTE_IDS.filter((route) => rowOf(route).tenant !== 'none');

test.each(ofTenants)('%s: another tenant in the query is as unknown as none, and nothing is read', async (route) => {
  const [foreign, unknown] = await Promise.all(
    [OTHER, NOBODY].map((tenant) => seen(withQuery({ route, claims, ...VALID[route] }, { tenant }))),
  );
  expect(foreign).toEqual(unknown);
  expect(foreign).toMatchObject({ status: 404, calls: [] });
});

test.each(pairs)(
  '%s: %s of another tenant, named with it in the query, is unknown too',
  async (route, _what, [one]) => {
    if (rowOf(route).tenant === 'none') return;
    const { status, calls } = await seen(withQuery({ route, claims, ...one }, { tenant: OTHER }));
    expect([status, calls]).toEqual([404, []]);
  },
);

test('the other tenant does see what the matrix hides', async () => {
  const { call } = await twoTenants();
  const asOther = claimsOf(OTHER, 'reader', 'operator', 'producer');
  const found = await Promise.all(
    [
      { route: 'getEndpoint', path: { id: OF_OTHER.endpoint } } as const,
      { route: 'getNotification', path: { id: OF_OTHER.notification }, query: { body: 'true' } } as const,
      { route: 'getReplay', path: { id: OF_OTHER.replay } } as const,
      { route: 'listNotifications' } as const,
      { route: 'listNotifications', query: { state: 'failed' } } as const,
      { route: 'listEndpointHealth' } as const,
      { route: 'replayNotification', path: { id: OF_OTHER.notification }, body: { dryRun: true } } as const,
    ].map((one) => call({ ...one, claims: asOther })),
  );
  expect(found.map(({ status, text }) => [status, text.includes(SECRET) || text.includes(OF_OTHER.endpoint)])).toEqual(
    found.map(() => [200, true]),
  );
  const { body } = await call({ route: 'getPreferences', path: { address: OF_OTHER.address }, claims: asOther });
  expect(body).toMatchObject({ suppressed: true, categories: { digest: false } });
  const conflict = await call({ route: 'publishNotifications', ...keyed(KEY), claims: asOther });
  expect([conflict.status, conflict.body.code]).toEqual([409, 'notification.id.conflict']);
});
