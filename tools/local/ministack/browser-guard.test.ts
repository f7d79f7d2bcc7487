import { spawnSync } from 'node:child_process';
import { CHROMIUM } from '../testing/chromium-headers';
import { PORT, REFUSAL_CASES } from '../testing/refusal-cases';

/** Sends each ASGI scope to a guarded application, and prints what was sent back. */
const DRIVER = `
import asyncio, json, sys
from browser_guard import guarded

async def app(scope, receive, send):
    await send("reached")

async def answer(scope):
    sent = []
    async def send(message):
        sent.append(message)
    scope["headers"] = [(name.encode(), value.encode()) for name, value in scope.get("headers", [])]
    await guarded(app, "${PORT}")(scope, None, send)
    return sent

answers = [asyncio.run(answer(scope)) for scope in json.load(sys.stdin)]
json.dump(answers, sys.stdout, default=lambda value: value.decode())
`;

const PYTHON = process.env.PYTHON || 'python3';
const run = (args: readonly string[], input = '') =>
  spawnSync(PYTHON, args, { input, encoding: 'utf8', env: { PATH: process.env.PATH, PYTHONPATH: __dirname } });

interface Request {
  readonly type?: 'http' | 'websocket' | 'lifespan';
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>> | readonly (readonly [string, string])[];
}

const toScope = ({ type = 'http', method = 'POST', path = '/', headers = {} }: Request) => ({
  type,
  path,
  headers: Array.isArray(headers) ? headers : Object.entries(headers),
  ...(type === 'http' && { method }),
});

function answersTo(requests: readonly Request[]): unknown[] {
  const { status, stdout, stderr } = run(['-B', '-c', DRIVER], JSON.stringify(requests.map(toScope)));
  if (status !== 0) throw new Error(`the guard ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

function refused(reason: string, response = 'http.response') {
  const body = `refused: ${reason}\n`;
  const headers = [
    ['content-type', 'text/plain; charset=utf-8'],
    ['content-length', `${body.length}`],
  ];
  return [
    { type: `${response}.start`, status: 403, headers },
    { type: `${response}.body`, body },
  ];
}

const REACHED = ['reached'];
const host = `127.0.0.1:${PORT}`;
const NOT_FOR_BROWSERS = refused('this server is not for web browsers');
const { typed, ownForm, ...ofOtherSites } = CHROMIUM;
const UNSUBSCRIBE = '/_aws/execute-api/a1b2c3d4/$default/unsubscribe/token';
const INBOX = '/_ministack/ses/messages';

// Where MiniStack runs in Docker's stead, Python is there; where LocalStack does, it need not be.
const describeWithPython = run(['--version']).status === 0 ? describe : describe.skip;

describeWithPython('the guard of MiniStack', () => {
  test('decides on hosts and browsers as the servers in Node do', () => {
    const expected = REFUSAL_CASES.map(({ what, refusal }) => [what, refusal ? refused(refusal) : REACHED]);
    const answers = answersTo(REFUSAL_CASES);
    expect(REFUSAL_CASES.map(({ what }, index) => [what, answers[index]])).toEqual(expected);
  });

  test('refuses every method and every path', () => {
    const paths = ['/', '/_ministack/reset', '/2015-03-31/functions', INBOX, UNSUBSCRIBE];
    const requests = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'].flatMap((method) =>
      paths.flatMap((path) =>
        Object.values(ofOtherSites).map((headers) => ({ method, path, headers: { host, ...headers } })),
      ),
    );
    expect(answersTo(requests)).toEqual(requests.map(() => NOT_FOR_BROWSERS));
  });

  test('lets a person open the inbox and an HTTP API, and send the form of its page', () => {
    const opened = [INBOX, UNSUBSCRIBE].map((path) => ({ method: 'GET', path, headers: { host, ...typed } }));
    const sent = { path: UNSUBSCRIBE, headers: { host, ...ownForm } };
    expect(answersTo([...opened, sent])).toEqual([REACHED, REACHED, REACHED]);
  });

  test('lets a person open nothing else, such as a path that MiniStack treats as an AWS call', () => {
    const paths = ['/', `${INBOX}/x`, `x${INBOX}`, '/_ministack/x', '/_aws/execute-api/x', '/_aws/execute-api//x/y'];
    const requests = [
      ...paths.map((path) => ({ method: 'GET', path, headers: { host, ...typed } })),
      { method: 'POST', path: INBOX, headers: { host, ...ownForm } },
      { method: 'DELETE', path: UNSUBSCRIBE, headers: { host, ...ownForm } },
      { method: 'GET', path: INBOX, headers: { ...typed, host: `evil.example:${PORT}` } },
    ];
    const foreign = refused(`the Host header must be 127.0.0.1:${PORT} or localhost:${PORT}`);
    expect(answersTo(requests)).toEqual([...requests.slice(1).map(() => NOT_FOR_BROWSERS), foreign]);
  });

  test('refuses the link of a mail, and names the address that a person can open', () => {
    const link = {
      path: '/unsubscribe/v1.a-b_c',
      headers: { host: `a1b2c3d4.execute-api.localhost:${PORT}`, ...typed },
    };
    const page = `/_aws/execute-api/a1b2c3d4/$default${link.path}`;
    const named = refused(`this server is not for web browsers; to open this page, type http://${host}${page}`);
    const others = [
      { ...link, method: 'POST' },
      { ...link, method: 'GET', path: '/unsubscribe/<b>' },
      { ...link, method: 'GET', headers: { ...link.headers, host: `a1b2c3d4.s3.localhost:${PORT}` } },
    ];
    const opened = { method: 'GET', path: page, headers: { host, ...typed } };
    expect(answersTo([{ ...link, method: 'GET' }, ...others, opened])).toEqual([
      named,
      ...others.map(() => NOT_FOR_BROWSERS),
      REACHED,
    ]);
  });

  test('counts a header that is sent twice as both', () => {
    const twice = (name: string, ...values: string[]) => values.map((value) => [name, value] as const);
    const requests: Request[] = [
      { headers: twice('host', host, host) },
      { path: UNSUBSCRIBE, headers: [['host', host], ...twice('sec-fetch-site', 'none', 'cross-site')] },
    ];
    const foreign = refused(`the Host header must be 127.0.0.1:${PORT} or localhost:${PORT}`);
    expect(answersTo(requests)).toEqual([foreign, NOT_FOR_BROWSERS]);
  });

  test('refuses the WebSocket of a page before the handshake, and accepts that of a program', () => {
    const webSocket = (headers: Readonly<Record<string, string>>) =>
      ({ type: 'websocket', path: UNSUBSCRIBE, headers: { host, ...headers } }) as const;
    const refusal = refused('this server is not for web browsers', 'websocket.http.response');
    const requests = [webSocket(CHROMIUM.webSocket), webSocket({ 'sec-fetch-site': 'same-origin' }), webSocket({})];
    expect(answersTo(requests)).toEqual([refusal, refusal, REACHED]);
  });

  test('does not affect the start and the end of the server', () => {
    expect(answersTo([{ type: 'lifespan' }])).toEqual([REACHED]);
  });
});
