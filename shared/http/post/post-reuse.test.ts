import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { CERTIFICATE, TEST_ONLY_KEY } from '../testing/certificates';
import { serveHttps } from '../testing/loopback-server';
import { failure, loopbackServers, poster, refusal, request, response, STANDING_CLOCK } from '../testing/post-fixture';

const { answering, status, raw } = loopbackServers();
const named = { clock: STANDING_CLOCK, resolve: async () => ['127.0.0.1'] };
const OK = 'HTTP/1.1 200 \r\ncontent-length: 0\r\n\r\n';

/** Answers the requests of each connection with these texts in turn. */
const replying = (...texts: readonly string[]) =>
  raw((socket) => {
    const left = [...texts];
    const reply = () => void socket.write(left.shift() ?? OK);
    reply();
    socket.on('data', (chunk) => chunk.includes('POST /') && reply());
  });

describe('a kept connection', () => {
  it('on which the receiver sends without a request is closed, and the next post gets its own response', async () => {
    const server = await replying();
    const post = poster(named);
    expect(await post(request(server))).toEqual(response(200));
    server.sockets[0]?.write('HTTP/1.1 500 \r\ncontent-length: 0\r\n\r\n');
    // By then it was received, and the idle timeout is still far.
    const other = await status(204);
    for (let n = 0; n < 5; n++) await post(request(other));
    expect(await post(request(server))).toEqual(response(200));
    expect(server.sockets).toHaveLength(2);
  });

  it.each([
    ['a second response', `${OK}HTTP/1.1 500 \r\ncontent-length: 0\r\n\r\n`],
    ['bytes that are no response', `${OK}and more`],
  ])('that carried %s after a response is closed, and the first status counts', async (_, text) => {
    const server = await replying(text);
    const post = poster(named);
    const first = { status: 200, exchange: { status: 200 } };
    expect([await post(request(server)), await post(request(server))]).toMatchObject([first, first]);
    expect(server.sockets).toHaveLength(2);
  });

  it.each([
    ['timeout=1', 2],
    ['timeout=1, max=100', 2],
    ['timeout=5', 1],
    ['max=100', 1],
  ])('is reused for as long as its receiver says: Keep-Alive: %s', async (value, sockets) => {
    const server = await status(204, { 'keep-alive': value });
    const post = poster(named);
    expect([await post(request(server)), await post(request(server))]).toEqual([response(204), response(204)]);
    expect(server.sockets).toHaveLength(sockets);
  });

  it('is closed with a response that says so, and with one of HTTP/1.0', async () => {
    const closing = 'HTTP/1.1 200 \r\nconnection: close\r\ncontent-length: 0\r\n\r\n';
    for (const text of [closing, 'HTTP/1.0 200 \r\ncontent-length: 0\r\n\r\n']) {
      const server = await replying(text);
      const post = poster(named);
      expect([await post(request(server)), await post(request(server))]).toEqual([response(200), response(200)]);
      expect(server.sockets).toHaveLength(2);
    }
  });

  it('needs no other name resolution, and a new one is refused once the name has a private address', async () => {
    const server = await status(204);
    const answers = [['127.0.0.1'], ['10.0.0.1']];
    const resolve = jest.fn(async () => answers.shift() ?? []);
    const post = poster({ ...named, resolve });
    const target = request(server, 'hooks.example.com');
    expect([await post(target), await post(target)]).toEqual([response(204), response(204)]);
    expect(resolve).toHaveBeenCalledTimes(1);
    for (const socket of server.sockets) socket.destroy();
    await server.idle();
    expect(await post(target)).toEqual(refusal('private use'));
    expect(server.requests).toHaveLength(2);
  });

  it('of another receiver is not closed when one receiver has closed its own', async () => {
    const [one, other] = [
      await answering((_, out) => (one.requests.length === 2 ? out.destroy() : out.end())),
      await status(204),
    ];
    const post = poster(named);
    for (const server of [one, other, one, other]) await post(request(server));
    expect([one.sockets.length, other.sockets.length]).toEqual([2, 1]);
  });

  it('does not keep more than 200 sockets open for 1,500 receivers, and reaches each of them', async () => {
    const server = await status(204);
    const post = poster(named);
    const receivers = Array.from({ length: 1_500 }, (_, n) => request(server, `r${n}.example.com`));
    for (let n = 0; n < receivers.length; n += 50) {
      const results = await Promise.all(receivers.slice(n, n + 50).map(post));
      expect(results).toEqual(Array(50).fill(response(204)));
    }
    await Promise.all(server.sockets.slice(0, 1_300).map((socket) => socket.closed || once(socket, 'close')));
    expect(server.sockets.filter((socket) => !socket.closed)).toHaveLength(200);
    expect(await post(request(server, 'r0.example.com'))).toEqual(response(204));
  });

  it('over TLS resumes the session of the connection before it', async () => {
    const resumed: boolean[] = [];
    const server = await serveHttps({ key: TEST_ONLY_KEY, cert: CERTIFICATE }, (incoming, out) => {
      resumed.push((incoming.socket as TLSSocket).isSessionReused());
      out.writeHead(204, { connection: 'close' }).end();
    });
    const post = poster({ ...named, ca: CERTIFICATE });
    const target = { ...request(server), url: `https://hooks.example.com:${server.port}/` };
    expect([await post(target), await post(target)]).toEqual([response(204), response(204)]);
    await server.close();
    expect(resumed).toEqual([false, true]);
  });
});

describe('a response', () => {
  it.each([
    ['204 with a length', 'HTTP/1.1 204 \r\ncontent-length: 5\r\n\r\n', 204, ''],
    ['304 with a length', 'HTTP/1.1 304 \r\ncontent-length: 5\r\n\r\n', 304, ''],
    [
      'in chunks, with a trailer',
      `HTTP/1.1 200 \r\ntransfer-encoding: chunked\r\n\r\n2\r\nal\r\n1\r\nl\r\n0\r\nx: y\r\n\r\n`,
      200,
      'all',
    ],
    ['after interim responses', `HTTP/1.1 100 \r\n\r\nHTTP/1.1 103 \r\nlink: x\r\n\r\n${OK}`, 200, ''],
  ])('%s is read to its end, and its connection is reused', async (_, text, code, body) => {
    const server = await replying(text);
    const post = poster(named);
    expect([await post(request(server)), await post(request(server))]).toEqual([response(code, body), response(200)]);
    expect(server.sockets).toHaveLength(1);
  });

  it('after seventeen interim responses breaks the protocol', async () => {
    const server = await replying('HTTP/1.1 103 \r\n\r\n'.repeat(17));
    expect(await poster(named)(request(server))).toEqual(
      failure('protocol', 'waiting for the response failed: more than 16 responses of 1xx'),
    );
    await server.idle();
  });

  it('that came before the request was read is kept, and its connection is not reused', async () => {
    const server = await raw((socket: Socket) => socket.pause().write('HTTP/1.1 413 \r\ncontent-length: 0\r\n\r\n'));
    const post = poster(named);
    const large = { ...request(server), body: 'x'.repeat(20_000_000) };
    expect([await post(large), await post(large)]).toEqual([response(413), response(413)]);
    expect(server.sockets).toHaveLength(2);
  });
});

describe('a request', () => {
  it('of 256 KB arrives as it is, also on a kept connection', async () => {
    const server = await status(204);
    const post = poster(named);
    const body = JSON.stringify({ text: 'ü€😀'.repeat(29_000) });
    expect([await post({ ...request(server), body }), await post({ ...request(server), body })]).toEqual([
      response(204),
      response(204),
    ]);
    expect(server.requests.map((received) => received.body === body)).toEqual([true, true]);
    expect(server.requests[0]?.headers['content-length']).toBe(String(Buffer.byteLength(body)));
    expect(server.sockets).toHaveLength(1);
  });
});
