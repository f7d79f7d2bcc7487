import type { ServerOptions } from 'node:https';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { outcome } from '../../../shared/domain/webhook/outcome/outcome';
import { classOf, type OutcomeClass } from '../../../shared/domain/webhook/outcome/outcome-classes';
import { dnsResolve } from '../../../shared/http/address/resolve';
import { createPoster, type PosterOptions } from '../../../shared/http/post/post';
import { CERTIFICATE, EXPIRED_CERTIFICATE, TEST_ONLY_KEY } from '../../../shared/http/testing/certificates';
import { type DnsAnswer, serveDns } from '../../../shared/http/testing/dns-server';
import { type LoopbackServer, serveHttp, serveHttps, serveTcp } from '../../../shared/http/testing/loopback-server';
import { startUnresponsiveServer } from '../../../shared/http/testing/unresponsive-server';

/** Real sockets, certificates and name servers on loopback. */
const LOCAL = { policy: { allowLoopback: true, allowedPorts: [] }, ca: CERTIFICATE };
/**
 * Short limits for tests of limits; the others have the limits of a deployment, so that they do not fail on a busy host.
 */
const IMPATIENT = { totalTimeoutMs: 600, idleTimeoutMs: 250 };
/** Packed once, which takes a while. */
const BOMB = gzipSync(Buffer.alloc(20_000_000));

const BOTH = 'content-length: 2\r\ntransfer-encoding: chunked';

type Closing = Pick<LoopbackServer, 'close'>;
const servers: Closing[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));
const keep = async <Server extends Closing>(starting: Promise<Server>): Promise<Server> => {
  const server = await starting;
  servers.push(server);
  return server;
};

/** Result of a post: class, kind of outcome, and the size of the kept response in bytes. */
const posted = async (url: string, options: Partial<PosterOptions> = {}) => {
  const result = await createPoster({ ...LOCAL, ...options })({ url, headers: {}, body: '{}' });
  const { response = '' } = result.exchange;
  expect(Buffer.byteLength(response)).toBeLessThanOrEqual(20_480);
  return [classOf(result), outcome(result, 0).kind];
};

const http = (answer: Parameters<typeof serveHttp>[0], options?: Partial<PosterOptions>) => async () =>
  posted(`http://127.0.0.1:${(await keep(serveHttp(answer))).port}/`, options);
const tcp = (answer: (socket: Socket) => void, options?: Partial<PosterOptions>) => async () =>
  posted(`http://127.0.0.1:${(await keep(serveTcp(answer))).port}/`, options);
const text = (answer: string) => tcp((socket) => void socket.end(answer));
const status = (code: number, headers = {}) => http((_, out) => out.writeHead(code, headers).end());
/** The name is the one in the certificate unless said otherwise. */
const tls =
  (options: ServerOptions, poster: Partial<PosterOptions> = {}, host = 'hooks.example.com') =>
  async () => {
    const secure = { key: TEST_ONLY_KEY, cert: CERTIFICATE, ...options };
    const { port } = await keep(serveHttps(secure, (_, out) => out.writeHead(204).end()));
    return posted(`https://${host}:${port}/`, { resolve: async () => ['127.0.0.1'], ...poster });
  };
const name =
  (answer: DnsAnswer, options: Partial<PosterOptions> = {}) =>
  async () => {
    const { address } = await keep(serveDns({ 'hooks.example.com': answer }));
    return posted('https://hooks.example.com/', {
      resolve: dnsResolve({ servers: [address], timeoutMs: 200 }),
      ...options,
    });
  };

/** Bytes every 20 ms until the client leaves: one byte a second, fifty times as fast. */
const trickle = (socket: Socket, beginning: string) => {
  socket.write(beginning);
  const timer = setInterval(() => socket.write('y'), 20);
  socket.on('close', () => clearInterval(timer));
};
const pour = (socket: Socket, beginning: string, chunk: string) => {
  const more = () => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.write(beginning);
  socket.on('drain', more);
  more();
};
const CHUNK = `4000\r\n${'x'.repeat(0x4000)}\r\n`;

it.each<[string, OutcomeClass, string, () => Promise<unknown>]>([
  ['200', 'success', 'delivered', status(200)],
  ['204', 'success', 'delivered', status(204)],
  ['299', 'success', 'delivered', status(299)],
  ['a redirect to the metadata service', 'redirect', 'retry', status(302, { location: 'http://169.254.169.254/' })],
  ['a redirect to a page that answers 200', 'redirect', 'retry', status(308, { location: '/login' })],
  ['410', 'gone', 'rejected', status(410)],
  ['429', 'throttled', 'retry', status(429, { 'retry-after': '7' })],
  ['503', 'unavailable', 'retry', status(503, { 'retry-after': '-1' })],
  ['101, a switch of protocols', 'reset', 'retry', text('HTTP/1.1 101 \r\nconnection: upgrade\r\nupgrade: x\r\n\r\n')],
  [
    '100 and 103 before 204',
    'success',
    'delivered',
    text('HTTP/1.1 100 \r\n\r\nHTTP/1.1 103 \r\n\r\nHTTP/1.1 204 \r\n\r\n'),
  ],
  ['100 without end', 'protocol', 'retry', tcp((socket) => pour(socket, '', 'HTTP/1.1 100 \r\n\r\n'))],
  ['999', 'unknown_status', 'retry', text('HTTP/1.1 999 \r\ncontent-length: 0\r\n\r\n')],

  ['a name that does not exist', 'dns', 'retry', name({ rcode: 3 })],
  ['a name whose server fails', 'dns', 'retry', name({ rcode: 2 })],
  ['a name whose server refuses', 'dns', 'retry', name({ rcode: 5 })],
  ['a name without addresses', 'dns', 'retry', name([])],
  ['a name whose server does not answer', 'dns', 'retry', name('silence')],
  ['a name of IPv6 addresses alone', 'dns', 'retry', name(['2606:4700:4700::1111'])],
  ['a name of a private address', 'address', 'rejected', name(['10.0.0.1'])],
  ['a name of a public and a private address', 'address', 'rejected', name(['8.8.8.8', 'fd00::1'])],

  [
    'nobody listening',
    'connect',
    'retry',
    async () => {
      const server = await serveHttp(() => undefined);
      await server.close();
      return posted(`http://127.0.0.1:${server.port}/`);
    },
  ],
  [
    'nobody accepting',
    'connect',
    'retry',
    async () => posted(`http://127.0.0.1:${(await keep(startUnresponsiveServer())).port}/`, IMPATIENT),
  ],
  ['an expired certificate', 'tls', 'retry', tls({ cert: EXPIRED_CERTIFICATE }, { ca: EXPIRED_CERTIFICATE })],
  ['a self-signed certificate', 'tls', 'retry', tls({ cert: EXPIRED_CERTIFICATE })],
  ['a certificate of another host', 'tls', 'retry', tls({}, {}, 'other.example.com')],
  ['TLS 1.1', 'tls', 'retry', tls({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' })],
  [
    'plain HTTP where TLS was expected',
    'tls',
    'retry',
    async () => {
      const { port } = await keep(serveTcp((socket) => void socket.end('HTTP/1.1 400 \r\n\r\n')));
      return posted(`https://127.0.0.1:${port}/`);
    },
  ],
  [
    'no handshake',
    'tls',
    'retry',
    async () => posted(`https://127.0.0.1:${(await keep(serveTcp(() => undefined))).port}/`, IMPATIENT),
  ],
  ['a certificate wanted of us', 'tls', 'retry', tls({ requestCert: true, rejectUnauthorized: true, ca: CERTIFICATE })],
  ['TLS 1.3', 'success', 'delivered', tls({ minVersion: 'TLSv1.3' })],

  ['no answer', 'timeout', 'retry', tcp(() => undefined, IMPATIENT)],
  [
    '200 after our time is over',
    'timeout',
    'retry',
    http((_, out) => void setTimeout(() => out.end(), 800).unref(), IMPATIENT),
  ],
  ['slow headers', 'server_error', 'retry', tcp((socket) => trickle(socket, 'HTTP/1.1 500 Slow\r\nx: '), IMPATIENT)],
  ['a slow status line', 'timeout', 'retry', tcp((socket) => trickle(socket, 'HTTP/1.1 200 OK'), IMPATIENT)],
  [
    '500, one byte a second',
    'server_error',
    'retry',
    tcp((socket) => trickle(socket, 'HTTP/1.1 500 \r\n\r\n'), IMPATIENT),
  ],
  [
    '200, one byte a second',
    'success',
    'delivered',
    tcp((socket) => trickle(socket, 'HTTP/1.1 200 \r\n\r\n'), IMPATIENT),
  ],
  ['close before the response', 'reset', 'retry', tcp((socket) => socket.destroy())],
  ['reset before the response', 'reset', 'retry', tcp((socket) => void socket.resetAndDestroy())],
  [
    'reset in the headers of 200',
    'success',
    'delivered',
    tcp((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx', () => socket.resetAndDestroy());
    }),
  ],
  [
    'reset in the body of 200',
    'success',
    'delivered',
    http((_, out) => out.write('x', () => out.socket?.resetAndDestroy())),
  ],
  [
    'reset in the body of 500',
    'server_error',
    'retry',
    http((_, out) => {
      out.writeHead(500).write('x', () => out.socket?.resetAndDestroy());
    }),
  ],

  ['another protocol', 'protocol', 'retry', text('220 mail.example.com ESMTP\r\n')],
  ['random bytes', 'protocol', 'retry', tcp((socket) => void socket.end(Buffer.from([0x16, 3, 1, 0, 5, 0xff, 0])))],
  [
    'reset in the status line',
    'reset',
    'retry',
    tcp((socket) => void socket.write('HTTP/1.1 200', () => socket.resetAndDestroy())),
  ],
  ['200 with too large headers', 'success', 'delivered', text(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(17_000)}\r\n\r\n`)],
  [
    'endless headers',
    'server_error',
    'retry',
    tcp((socket) => pour(socket, 'HTTP/1.1 500 \r\n', 'x: y\r\n'.repeat(99))),
  ],
  ['200 with both framings', 'success', 'delivered', text(`HTTP/1.1 200 \r\n${BOTH}\r\n\r\n0\r\n\r\n`)],
  ['204 with a body', 'success', 'delivered', text('HTTP/1.1 204 \r\ncontent-length: 2\r\n\r\nok')],
  ['410 with both framings', 'gone', 'rejected', text(`HTTP/1.1 410 \r\n${BOTH}\r\n\r\n`)],
  [
    '103, then 200 with both framings',
    'success',
    'delivered',
    text(`HTTP/1.1 103 \r\n\r\nHTTP/1.1 200 \r\n${BOTH}\r\n\r\n`),
  ],
  ['200 with a negative length', 'success', 'delivered', text('HTTP/1.1 200 \r\ncontent-length: -1\r\n\r\n')],
  ['200 with a header that is none', 'success', 'delivered', text('HTTP/1.1 200 \r\nno header\r\n\r\n')],
  ['200 with a control character in a header', 'success', 'delivered', text('HTTP/1.1 200 \r\nx: a\u0001b\r\n\r\n')],
  ['200 with a folded header', 'success', 'delivered', text('HTTP/1.1 200 \r\nx: a\r\n b\r\n\r\n')],
  ['200 with line feeds alone', 'success', 'delivered', text('HTTP/1.1 200 OK\ncontent-length: 0\n\n')],
  ['200 with an unknown coding', 'success', 'delivered', text('HTTP/1.1 200 \r\ntransfer-encoding: gzip, x\r\n\r\n')],
  [
    '200 with malformed chunks',
    'success',
    'delivered',
    text('HTTP/1.1 200 \r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'),
  ],
  [
    '200 with two lengths',
    'success',
    'delivered',
    text('HTTP/1.1 200 \r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n'),
  ],

  [
    '1 GB of body',
    'success',
    'delivered',
    tcp((socket) => pour(socket, 'HTTP/1.1 200 \r\ncontent-length: 1000000000\r\n\r\n', CHUNK)),
  ],
  [
    'endless chunks',
    'server_error',
    'retry',
    tcp((socket) => pour(socket, 'HTTP/1.1 500 \r\ntransfer-encoding: chunked\r\n\r\n', CHUNK)),
  ],
  [
    'a compressed bomb',
    'success',
    'delivered',
    http((_, out) => out.writeHead(200, { 'content-encoding': 'gzip' }).end(BOMB)),
  ],
  [
    'a response before the request is read',
    'client_error',
    'retry',
    tcp((socket) => void socket.pause().write('HTTP/1.1 413 \r\ncontent-length: 0\r\n\r\n')),
  ],
  ['two responses to one request', 'success', 'delivered', text('HTTP/1.1 204 \r\n\r\nHTTP/1.1 500 \r\n\r\n')],
])('%s is %s: %s', async (_, name, kind, post) => {
  expect(await post()).toEqual([name, kind]);
});
