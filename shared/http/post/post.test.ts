import { once } from 'node:events';
import http, { type RequestListener } from 'node:http';
import net, { type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { version } from '../../../package.json';
import type { AddressPolicy } from '../address/address';
import { type Resolve, systemResolve } from '../address/resolve';
import { type LoopbackServer, serveHttp, serveTcp } from '../testing/loopback-server';
import { exchange } from './exchange';
import { createPoster, type PosterOptions } from './post';
import { responseText } from './response-text';

const local: AddressPolicy = { allowLoopback: true, allowedPorts: [] };
const deployed: AddressPolicy = { allowLoopback: false, allowedPorts: [] };
const TIMEOUTS = { totalTimeoutMs: 500, idleTimeoutMs: 250 };
const timings = expect.objectContaining({ total: expect.any(Number) });

const servers: LoopbackServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

const keep = async (starting: Promise<LoopbackServer>): Promise<LoopbackServer> => {
  const server = await starting;
  servers.push(server);
  return server;
};
const answering = (answer: RequestListener) => keep(serveHttp(answer));
const status = (code: number, headers = {}) => answering((_, response) => response.writeHead(code, headers).end());
const raw = (answer: (socket: Socket) => void) => keep(serveTcp(answer));
const poster = (options: Partial<PosterOptions> = {}) => createPoster({ policy: local, ...options });
const request = ({ port }: LoopbackServer, host = '127.0.0.1') => ({
  url: `http://${host}:${port}/in?a=b`,
  headers: { 'content-type': 'application/json', 'webhook-id': '01J' },
  body: '{"a":"ü"}',
});
const failure = (kind: string, message: string) => ({ kind: 'failure', failure: kind, message, exchange: { timings } });
/** Of a response that began. */
const failureAfter = (code: number, kind: string, message: string, received?: string) => ({
  ...failure(kind, message),
  status: code,
  headers: {},
  exchange: { status: code, timings, ...(received !== undefined && { response: received }), truncated: true },
});
const refusal = (purpose: string) =>
  failure('address', `the address is not public (${purpose}); allowed are public addresses, use one`);
const response = (code: number, received = '', isTruncated = false) => ({
  kind: 'response',
  status: code,
  headers: {},
  exchange: { status: code, timings, ...(received && { response: received }), ...(isTruncated && { truncated: true }) },
});

describe('a post', () => {
  it('sends the body and headers as given and returns status, Retry-After and body', async () => {
    const server = await answering((_, out) => out.writeHead(503, { 'retry-after': '120' }).end('later'));
    const result = await poster()(request(server));
    expect(result).toEqual({ ...response(503, 'later'), headers: { 'retry-after': '120' } });
    expect(server.requests).toEqual([
      {
        method: 'POST',
        url: '/in?a=b',
        headers: {
          'content-type': 'application/json',
          'webhook-id': '01J',
          'user-agent': `Carillon/${version}`,
          'accept-encoding': 'identity',
          'content-length': '10',
          connection: 'keep-alive',
          host: `127.0.0.1:${server.port}`,
        },
        body: '{"a":"ü"}',
      },
    ]);
  });

  it('returns all lines of a header that the receiver sends twice', async () => {
    const server = await status(429, { 'retry-after': ['5', '60'] });
    expect(await poster()(request(server))).toEqual({ ...response(429), headers: { 'retry-after': '5, 60' } });
  });

  it.each([200, 204, 299, 404, 410, 500])('returns status %i', async (code) => {
    expect(await poster()(request(await status(code)))).toEqual(response(code));
  });

  it('does not follow a redirect', async () => {
    const server = await status(302, { location: '/elsewhere' });
    expect(await poster()(request(server))).toEqual(response(302));
    expect(server.requests).toHaveLength(1);
  });

  it('reads a body that ends with its connection', async () => {
    const server = await raw((socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nall of it'));
    expect(await poster()(request(server))).toEqual(response(200, 'all of it'));
  });

  it('rejects headers that HTTP does not allow, as the mistake of the caller', async () => {
    const server = await status(204);
    const bad = { ...request(server), headers: { 'webhook-id': 'a\r\nx: y' } };
    await expect(poster()(bad)).rejects.toMatchObject({ name: 'TypeError', code: 'ERR_INVALID_CHAR' });
    expect(server.sockets).toEqual([]);
  });

  it('may ask with OPTIONS whether the endpoint agrees, and returns what it allows', async () => {
    const allowed = { 'webhook-allowed-origin': 'carillon.example', 'webhook-allowed-rate': '120' };
    const server = await status(200, { ...allowed, allow: 'POST' });
    const headers = { 'webhook-request-origin': 'carillon.example' };
    const result = await poster()({ ...request(server), method: 'OPTIONS', headers, body: '' });
    expect(result).toEqual({ ...response(200), headers: allowed });
    expect(server.requests).toMatchObject([{ method: 'OPTIONS', url: '/in?a=b', headers, body: '' }]);
  });

  it('keeps nothing secret that the receiver shows of the request', async () => {
    const server = await answering(({ headers }, out) => out.writeHead(500).end(JSON.stringify(headers)));
    const headers = {
      authorization: 'Bearer static-token-1',
      'webhook-signature': 'v1,c2lnbmF0dXJl',
      'webhook-id': '01J',
    };
    const { exchange } = await poster()({ ...request(server), headers });
    expect(JSON.parse(exchange.response ?? '')).toMatchObject({
      authorization: 'Bearer [redacted]',
      'webhook-signature': '[redacted]',
      'webhook-id': '01J',
    });
  });

  it('clears every timer, whatever came of it', async () => {
    const post = poster(TIMEOUTS);
    const targets = [await status(204), await raw((socket) => socket.destroy()), await raw(() => undefined)];
    const set = jest.spyOn(globalThis, 'setTimeout');
    const clear = jest.spyOn(globalThis, 'clearTimeout');
    await Promise.all(targets.map((server) => post(request(server))));
    const cleared = new Set(clear.mock.calls.map(([timer]) => timer));
    expect(set.mock.results.filter(({ value }) => !cleared.has(value))).toEqual([]);
    expect(set.mock.calls.length).toBeGreaterThanOrEqual(6);
    jest.restoreAllMocks();
  });
});

describe('a hostile or broken receiver', () => {
  it.each([
    ['exactly 20,480 bytes', 20_480, false],
    ['one byte more', 20_481, true],
  ])('that sends %s', async (_, bytes, truncated) => {
    const server = await answering((__, out) => out.end('x'.repeat(bytes)));
    expect(await poster()(request(server))).toEqual(response(200, 'x'.repeat(20_480), truncated));
  });

  it('that never stops sending is cut off with its status, and its connection closed', async () => {
    const chunk = Buffer.alloc(16_384, 'x');
    const server = await answering((_, out) => {
      const more = () => {
        while (!out.destroyed && out.write(chunk));
      };
      out.on('drain', more);
      more();
    });
    expect(await poster()(request(server))).toEqual(response(200, 'x'.repeat(20_480), true));
    await server.idle();
  });

  it('that sends a gzip bomb gets nothing unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    const server = await answering((_, out) => out.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    expect(await poster()(request(server))).toEqual(response(200, responseText(bomb, true).response));
  });

  it('that sends its headers slowly runs into the total timeout', async () => {
    const server = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx: ');
      const trickle = setInterval(() => socket.write('y'), 20);
      socket.on('close', () => clearInterval(trickle));
    });
    expect(await poster(TIMEOUTS)(request(server))).toEqual(
      failureAfter(200, 'timeout', 'waiting for the response took too long: total timeout of 500 ms'),
    );
    await server.idle();
  });

  it('that sends its body one byte at a time runs into the total timeout', async () => {
    const server = await answering((_, out) => {
      const trickle = setInterval(() => out.write('y'), 20);
      out.on('close', () => clearInterval(trickle));
    });
    expect(await poster(TIMEOUTS)(request(server))).toEqual(
      failureAfter(200, 'timeout', 'reading the response took too long: total timeout of 500 ms', expect.any(String)),
    );
    await server.idle();
  });

  it('that falls silent in its body runs into the idle timeout', async () => {
    const server = await answering((_, out) => void out.write('y'));
    expect(await poster(TIMEOUTS)(request(server))).toEqual(
      failureAfter(200, 'timeout', 'reading the response took too long: idle timeout of 250 ms', 'y'),
    );
    await server.idle();
  });

  it('may think for longer than the idle timeout before it answers', async () => {
    const server = await answering((_, out) => void setTimeout(() => out.end(), 350));
    expect(await poster(TIMEOUTS)(request(server))).toEqual(response(200));
  });

  it('that answers without reading a large body does not get the rest of it', async () => {
    const server = await raw((socket) => socket.pause().write('HTTP/1.1 413 \r\ncontent-length: 0\r\n\r\n'));
    const body = 'x'.repeat(40_000_000);
    expect(await poster()({ ...request(server), body })).toEqual(response(413));
    for (const socket of server.sockets) socket.resume();
    await server.idle();
    expect(server.sockets[0]?.bytesRead).toBeLessThan(body.length);
  });

  it.each([
    ['closes the connection before it answers', (socket: Socket) => socket.destroy()],
    ['resets the connection before it answers', (socket: Socket) => socket.resetAndDestroy()],
    [
      'switches protocols',
      (socket: Socket) => socket.end('HTTP/1.1 101 \r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    ],
    ['closes the connection in its status line', (socket: Socket) => socket.end('HTTP/1.1 200 OK')],
  ])('that %s is a reset', async (_, answer) => {
    const result = await poster()(request(await raw((socket) => void answer(socket))));
    expect(result).toEqual(failure('reset', 'waiting for the response failed: ECONNRESET'));
  });

  it('that closes the connection among its headers is a reset that keeps the status', async () => {
    const server = await raw((socket) => socket.end('HTTP/1.1 200 OK\r\nx'));
    expect(await poster()(request(server))).toEqual(
      failureAfter(200, 'reset', 'waiting for the response failed: ECONNRESET'),
    );
  });

  it('that closes the connection in its body is a reset that keeps the status', async () => {
    const server = await raw((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\npart'));
    expect(await poster()(request(server))).toEqual(
      failureAfter(200, 'reset', 'reading the response failed: ECONNRESET', 'part'),
    );
  });

  it('that resets the connection in its body is a reset', async () => {
    const server = await answering((_, out) => {
      out.write('part', () => out.socket?.resetAndDestroy());
    });
    expect(await poster()(request(server))).toMatchObject({ kind: 'failure', failure: 'reset' });
  });

  it.each([
    ['does not speak HTTP', 'SSH-2.0-OpenSSH\r\n', 'HPE_INVALID_CONSTANT'],
    ['sends 17 KB of headers', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(17_000)}\r\n\r\n`, 'HPE_HEADER_OVERFLOW'],
    [
      'sends two lengths',
      'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n',
      'HPE_UNEXPECTED_CONTENT_LENGTH',
    ],
  ])('that %s breaks the protocol, and keeps a status that was read', async (_, text, code) => {
    const server = await raw((socket) => void socket.write(text));
    const message = `waiting for the response failed: ${code}`;
    const expected = text.startsWith('HTTP/1.1 200')
      ? failureAfter(200, 'protocol', message)
      : failure('protocol', message);
    expect(await poster()(request(server))).toEqual(expected);
    await server.idle();
  });

  it('that does not listen is not connected to', async () => {
    const server = await status(204);
    await server.close();
    expect(await poster()(request(server))).toEqual(failure('connect', 'connecting failed: ECONNREFUSED'));
  });
});

describe('a name', () => {
  const resolving = (...answers: string[][]) => {
    const asked: string[] = [];
    const resolve: Resolve = async (name) => answers[asked.push(name) - 1] ?? [];
    return { asked, resolve };
  };

  it('is resolved once, and the address that was checked is the one connected to', async () => {
    const server = await status(204);
    const { asked, resolve } = resolving(['127.0.0.1'], ['10.0.0.1']);
    expect(await poster({ resolve })(request(server, 'hooks.example.com'))).toEqual(response(204));
    expect(asked).toEqual(['hooks.example.com']);
    expect(server.requests[0]?.headers.host).toBe(`hooks.example.com:${server.port}`);
  });

  it('is refused from the moment it resolves to a private address', async () => {
    const server = await status(204, { connection: 'close' });
    const { resolve } = resolving(['127.0.0.1'], ['10.0.0.1']);
    const post = poster({ resolve });
    expect(await post(request(server, 'hooks.example.com'))).toEqual(response(204));
    expect(await post(request(server, 'hooks.example.com'))).toEqual(refusal('private use'));
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['private', ['10.0.0.1'], 'private use'],
    ['metadata', ['169.254.169.254'], 'link-local'],
    ['public and private', ['8.8.8.8', '192.168.0.1'], 'private use'],
    ['IPv4 public and IPv6 loopback', ['8.8.8.8', '::1'], 'loopback'],
    ['mapped', ['::ffff:127.0.0.1'], 'IPv4-mapped'],
  ])('that resolves to %s addresses is refused', async (_, addresses, purpose) => {
    const post = createPoster({ policy: deployed, resolve: async () => addresses });
    expect(await post({ url: 'https://hooks.example.com/', headers: {}, body: '' })).toEqual(refusal(purpose));
  });

  it('that resolves to loopback and elsewhere is refused in the local environment', async () => {
    const server = await status(204);
    const { resolve } = resolving(['127.0.0.1', '8.8.8.8']);
    expect(await poster({ resolve })(request(server, 'hooks.example.com'))).toEqual(
      failure(
        'address',
        `http://hooks.example.com:${server.port} is only allowed for loopback, and the host is not loopback; use https on port 443`,
      ),
    );
    expect(server.sockets).toEqual([]);
  });

  it.each([
    ['does not exist', 'ENOTFOUND', async () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' }))],
    ['has a broken server', 'EAI_AGAIN', async () => Promise.reject(Object.assign(new Error(), { code: 'EAI_AGAIN' }))],
    ['has no address', 'ENODATA', async () => []],
  ])('that %s cannot be resolved', async (_, code, resolve) => {
    const result = await poster({ resolve })({ url: 'https://hooks.example.com/', headers: {}, body: '' });
    expect(result).toEqual(failure('dns', `name resolution failed: ${code}`));
  });

  it('that has IPv6 addresses alone is not connected to, and may be tried again', async () => {
    const post = createPoster({ policy: deployed, resolve: async () => ['2606:4700:4700::1111'] });
    expect(await post({ url: 'https://hooks.example.com/', headers: {}, body: '' })).toEqual(
      failure(
        'dns',
        'host hooks.example.com has only IPv6, which a Lambda function outside a VPC cannot reach; give it an IPv4 address',
      ),
    );
  });

  it('whose server does not answer runs into the idle timeout', async () => {
    const post = poster({ ...TIMEOUTS, resolve: () => new Promise(() => undefined) });
    expect(await post({ url: 'https://hooks.example.com/', headers: {}, body: '' })).toEqual(
      failure('dns', 'name resolution took too long: idle timeout of 250 ms'),
    );
  });

  it.each([
    ['where nothing else is wired', {}],
    ['by the operating system', { resolve: systemResolve }],
  ])('such as localhost is resolved %s', async (_, options) => {
    expect(await poster(options)(request(await status(204), 'localhost'))).toEqual(response(204));
  });
});

describe('an address', () => {
  it.each(['http://127.0.0.1:1/', 'https://0x7f.1/', 'https://[::ffff:127.0.0.1]/', 'ftp://a.example/', 'nonsense'])(
    'that checkUrl refuses is refused before anything is sent: %s',
    async (url) => {
      const resolve = () => Promise.reject(new Error('not to be asked'));
      const result = await createPoster({ policy: deployed, resolve })({ url, headers: {}, body: '' });
      expect(result).toMatchObject({ kind: 'failure', failure: 'address' });
    },
  );

  it('is checked again on the connected socket', async () => {
    // GIVEN an agent that ignores the lookup and connects elsewhere
    const answer = jest.fn();
    const server = await raw(answer);
    const agent = new http.Agent();
    agent.createConnection = () => net.connect(server.port, '127.0.0.1');
    const clock = { now: () => new Date(0) };
    const wiring = { ...TIMEOUTS, agent, policy: deployed, resolve: async () => ['8.8.8.8'], clock };
    // WHEN a request goes through it
    const url = new URL('http://hooks.example.com/');
    const result = await exchange({ url, method: 'POST', headers: {}, body: 'secret' }, wiring);
    // THEN it is refused and nothing was sent
    expect(result).toEqual({ ...refusal('loopback'), exchange: { timings: { connect: 0, total: 0 } } });
    await server.idle();
    expect([server.sockets.length, answer.mock.calls.length]).toEqual([1, 0]);
  });
});

describe('the time a post took', () => {
  const took = (ms: Partial<Record<string, number>>) => ({ exchange: { timings: ms } });

  it('is split into the parts that ended', async () => {
    // GIVEN a clock that moves only while the name is resolved and while the receiver works
    let nowMs = 0;
    const clock = { now: () => new Date(nowMs) };
    const server = await answering((_, out) => {
      nowMs += 70;
      out.end();
    });
    const resolve = async () => {
      nowMs += 3;
      return ['127.0.0.1'];
    };
    const post = poster({ clock, resolve });
    // THEN a new connection has every part but TLS, and the next post on it has none but the answer's
    const target = request(server, 'hooks.example.com');
    expect(await post(target)).toMatchObject(took({ dns: 3, connect: 0, firstByte: 70, total: 73 }));
    expect(await post(target)).toEqual({
      ...response(200),
      exchange: { status: 200, timings: { firstByte: 70, total: 70 } },
    });
  });

  it('is never negative, also when the clock is set back', async () => {
    const readings = [1_000, 2_000, 3_000];
    const clock = { now: () => new Date(readings.pop() ?? 0) };
    const server = await status(204);
    expect(await poster({ clock })(request(server))).toMatchObject(took({ connect: 0, firstByte: 0, total: 0 }));
  });

  it('of a post that failed has the parts before the failure', async () => {
    const server = await raw((socket) => socket.destroy());
    const { exchange } = await poster()(request(server));
    expect(exchange).toEqual({ timings: { connect: expect.any(Number), total: expect.any(Number) } });
  });
});

describe('connections', () => {
  it('are kept alive between posts', async () => {
    const server = await status(204);
    const post = poster();
    const warn = jest.fn();
    process.on('warning', warn);
    // More than Node's limit of listeners, of which a kept connection must not collect any.
    for (let n = 0; n < 12; n++) expect(await post(request(server))).toEqual(response(204));
    process.off('warning', warn);
    expect([server.requests.length, server.sockets.length]).toEqual([12, 1]);
    expect(warn).not.toHaveBeenCalled();
  });

  it('are not reused after a pause in which their server may have closed them', async () => {
    const server = await status(204);
    let now = new Date(0);
    const post = poster({ clock: { now: () => now } });
    await post(request(server));
    now = new Date(4_001);
    expect(await post(request(server))).toEqual(response(204));
    expect(server.sockets).toHaveLength(2);
  });

  it('that end before a byte of the answer make the request go out once more, on a new one', async () => {
    let ends = 1;
    const server = await answering((_, out) => {
      if (server.requests.length > 1 && ends-- > 0) out.destroy();
      else out.end();
    });
    const post = poster();
    const first = request(server);
    await post(first);
    expect(await post(first)).toEqual(response(200));
    expect([server.requests.length, server.sockets.length]).toEqual([3, 2]);
    expect(server.requests[2]).toEqual(server.requests[1]);
  });

  it('that end after a second do not make a request go out again: it was read, and perhaps processed', async () => {
    let nowMs = 0;
    const server = await answering((_, out) => {
      if (server.requests.length === 1) return out.end();
      nowMs += 1_001;
      return out.destroy();
    });
    const post = poster({ clock: { now: () => new Date(nowMs) } });
    await post(request(server));
    expect(await post(request(server))).toMatchObject({ kind: 'failure', failure: 'reset' });
    expect(server.requests).toHaveLength(2);
  });

  it('that end so twice are a reset', async () => {
    const server = await answering((_, out) => (server.requests.length === 1 ? out.end() : out.destroy()));
    const post = poster();
    await post(request(server));
    expect(await post(request(server))).toEqual(failure('reset', 'waiting for the response failed: ECONNRESET'));
    expect([server.requests.length, server.sockets.length]).toEqual([3, 2]);
  });

  it('that were not used before do not make a request go out again', async () => {
    const server = await answering((_, out) => out.destroy());
    await poster()(request(server));
    expect(server.requests).toHaveLength(1);
  });

  it('that end after a byte of the answer do not make a request go out again', async () => {
    const server = await raw((socket) => {
      socket.write('HTTP/1.1 200 \r\ncontent-length: 0\r\n\r\n');
      socket.on('data', (chunk) => chunk.includes('POST') && socket.write('H', () => socket.destroy()));
    });
    const post = poster();
    await post(request(server));
    expect(await post(request(server))).toMatchObject({ kind: 'failure', failure: 'reset' });
    expect(server.sockets).toHaveLength(1);
  });

  it('that is new has the time that is left, where a request goes out once more', async () => {
    const server = await answering((_, out) => {
      if (server.requests.length === 1) out.end();
      else if (server.requests.length === 2) setTimeout(() => out.destroy(), 300);
    });
    const post = poster(TIMEOUTS);
    await post(request(server));
    expect(await post(request(server))).toEqual(
      failure('timeout', 'waiting for the response took too long: total timeout of 500 ms'),
    );
  });

  it('are kept for 200 receivers together', async () => {
    const server = await status(204);
    const post = poster({ resolve: async () => ['127.0.0.1'] });
    const receivers = Array.from({ length: 230 }, (_, n) => request(server, `r${n}.example.com`));
    for (let n = 0; n < receivers.length; n += 46) await Promise.all(receivers.slice(n, n + 46).map(post));
    await post(request(server, 'r229.example.com'));
    await Promise.all(server.sockets.slice(0, 30).map((socket) => socket.closed || once(socket, 'close')));
    expect(server.sockets.filter((socket) => !socket.closed)).toHaveLength(200);
  });

  it('carry fifty posts at once, and the next fifty', async () => {
    const server = await status(204);
    const post = poster();
    const fifty = () => Promise.all(Array.from({ length: 50 }, () => post(request(server))));
    expect(await fifty()).toEqual(Array(50).fill(response(204)));
    expect(await fifty()).toEqual(Array(50).fill(response(204)));
    expect([server.requests.length, server.sockets.length]).toEqual([100, 50]);
  });
});
