import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { sign } from '../../../shared/domain/webhook/standard-webhooks';
import { formatSigningKey, publicKeyOf } from '../../../shared/domain/webhook/standard-webhooks-key';
import { formatSecret, prepareSecret } from '../../../shared/domain/webhook/standard-webhooks-secret';
import { type RunningReceiver, startReceiver } from './start-receiver';

const KIT = join(__dirname, '..', '..', '..', 'examples', 'receivers');
const PYTHON = process.env.PYTHON || 'python3';

const bytes = (fill: number) => new Uint8Array(32).fill(fill);
const [SECRET, SIGNING_KEY] = [formatSecret(bytes(1)), formatSigningKey(bytes(2))];
const KEYS = [SECRET, publicKeyOf(SIGNING_KEY) ?? ''];
const [OTHER_SECRET, OTHER_KEY] = [formatSecret(bytes(3)), formatSigningKey(bytes(4))];

interface Request {
  readonly id: string;
  readonly body: string;
  readonly secrets: readonly string[];
  readonly secondsAgo: number;
}

/** A request as Carillon sends it. */
function signed({ id, body, secrets, secondsAgo }: Request) {
  const timestampSeconds = Math.floor(Date.now() / 1000) - secondsAgo;
  return { body, headers: sign({ id, body, secrets: secrets.map(prepareSecret), timestampSeconds }) };
}

let count = 0;
function aRequest(overrides: Partial<Request> = {}) {
  count += 1;
  const id = `01JD${count}`;
  const body = JSON.stringify({ id, type: 'order.shipped', data: { name: 'Zoë 🎉', total: 12.5 } });
  return signed({ id, body, secrets: [SECRET], secondsAgo: 0, ...overrides });
}

describe.each([
  ['Node', [process.execPath, join(KIT, 'node', 'receiver.mjs')]],
  ['Python', [PYTHON, join(KIT, 'python', 'receiver.py')]],
])('the receiver in %s', (_language, command) => {
  let receiver: RunningReceiver;
  beforeAll(async () => {
    receiver = await startReceiver(command, KEYS);
  });
  afterAll(() => receiver.stop());

  const post = async ({ body, headers }: { body: string; headers: Record<string, string> }) =>
    (await fetch(receiver.url, { method: 'POST', body, headers })).status;

  test.each([
    ['v1', [SECRET]],
    ['v1a', [SIGNING_KEY]],
    ['v1 beside one of a key that it does not have', [OTHER_SECRET, OTHER_KEY, SECRET]],
    ['v1a beside one of a key that it does not have', [OTHER_KEY, SIGNING_KEY]],
  ])('accepts a signature %s, and processes the event once, however often it comes', async (_version, secrets) => {
    const request = aRequest({ secrets });
    expect([await post(request), await post(request)]).toEqual([204, 204]);
    const last = aRequest();
    await post(last);
    const received = await receiver.receivedUpTo(last.headers['webhook-id']);
    expect(received.filter((id) => id === request.headers['webhook-id'])).toHaveLength(1);
  });

  test('accepts timestamps up to five minutes in the past or future', async () => {
    expect([await post(aRequest({ secondsAgo: 290 })), await post(aRequest({ secondsAgo: -290 }))]).toEqual([204, 204]);
  });

  test('processes a failed event again at its next delivery', async () => {
    const request = aRequest();
    const id = request.headers['webhook-id'];
    const broken = signed({ id, body: 'null', secrets: [SECRET], secondsAgo: 0 });
    expect([await post(broken), await post(request)]).toEqual([500, 204]);
  });

  const { body, headers } = aRequest();
  const asymmetric = aRequest({ secrets: [SIGNING_KEY] });
  test.each<[string, ReturnType<typeof aRequest>]>([
    ['another body', { body: `${body} `, headers }],
    ['another id', { body, headers: { ...headers, 'webhook-id': '01JDOTHER' } }],
    [
      'another time',
      { body, headers: { ...headers, 'webhook-timestamp': `${Number(headers['webhook-timestamp']) - 1}` } },
    ],
    ['another body, signed v1a', { ...asymmetric, body: `${asymmetric.body} ` }],
    ['a signature v1 of another secret', aRequest({ secrets: [OTHER_SECRET] })],
    ['a signature v1a of another key', aRequest({ secrets: [OTHER_KEY] })],
    ['a time that is six minutes ago', aRequest({ secondsAgo: 360 })],
    ['a time that is six minutes ahead', aRequest({ secondsAgo: -360 })],
  ])('refuses %s', async (_what, request) => {
    expect(await post(request)).toBe(401);
  });

  test.each<[string, Record<string, string>]>([
    ['no header', { 'webhook-id': '', 'webhook-timestamp': '', 'webhook-signature': '' }],
    ['no signature', { 'webhook-signature': '' }],
    ['a signature of another version', { 'webhook-signature': headers['webhook-signature'].replace('v1', 'v2') }],
    ['a symmetric signature as v1a', { 'webhook-signature': headers['webhook-signature'].replace('v1', 'v1a') }],
    ['a signature that is no base64', { 'webhook-signature': 'v1,*** v1a,***' }],
    ['a signature that is cut', { 'webhook-signature': headers['webhook-signature'].slice(0, -8) }],
    ['a time that is no number', { 'webhook-timestamp': 'NaN' }],
    ['an id that could be part of another content', { 'webhook-id': `${headers['webhook-id']}.1` }],
  ])('refuses %s', async (_what, changed) => {
    expect(await post({ body, headers: { ...headers, ...changed } })).toBe(401);
  });

  test('refuses a body larger than any webhook before it verifies it', async () => {
    const body = JSON.stringify('a'.repeat(1_100_000));
    const status = post(aRequest({ body })).catch(() => 'closed');
    expect([413, 'closed']).toContain(await status);
  });

  test.each(['', 'whsec_c2hvcnQ=', 'whpk_c2hvcnQ=', SIGNING_KEY])('does not start with the keys %j', (keys) => {
    const [program = '', ...args] = command;
    const env = { PATH: process.env.PATH, PORT: '0', WEBHOOK_KEYS: keys, PYTHONDONTWRITEBYTECODE: '1' };
    const { status, stdout, stderr } = spawnSync(program, args, { env, encoding: 'utf8' });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/there is no key to verify with|a key is neither whsec_/);
    expect(keys === '' || !stderr.includes(keys)).toBe(true);
  });
});

const SCRIPTS = {
  Node: [
    [process.execPath, '--input-type=module', '-e'],
    `import { Processed } from ${JSON.stringify(join(KIT, 'node', 'processed.mjs'))};
let now = 0;
const processed = new Processed(() => now);
const said = [processed.begin('a'), processed.begin('a')];
processed.end('a', false);
said.push(processed.begin('a'));
processed.end('a', true);
said.push(processed.begin('a'));
now = 7 * 86_400_000;
said.push(processed.begin('a'));
console.log(JSON.stringify(said));`,
  ],
  Python: [
    [PYTHON, '-c'],
    `import json, sys
sys.path.insert(0, ${JSON.stringify(join(KIT, 'python'))})
from processed import Processed
now = 0
processed = Processed(lambda: now)
said = [processed.begin("a"), processed.begin("a")]
processed.end("a", False)
said.append(processed.begin("a"))
processed.end("a", True)
said.append(processed.begin("a"))
now = 7 * 86_400
said.append(processed.begin("a"))
print(json.dumps(said))`,
  ],
} as const;

test.each(Object.entries(SCRIPTS))(
  'in %s an id is new until it is processed, and again after a week or a failure',
  (_language, [[program, ...args], script]) => {
    const env = { PATH: process.env.PATH, PYTHONDONTWRITEBYTECODE: '1' };
    const { stdout, stderr } = spawnSync(program, [...args, script], { env, encoding: 'utf8' });
    expect([stderr, JSON.parse(stdout || 'null')]).toEqual(['', ['new', 'running', 'new', 'done', 'new']]);
  },
);
