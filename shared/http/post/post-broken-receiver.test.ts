import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import {
  failure,
  failureAfter,
  fakeTimers,
  loopbackServers,
  pass,
  poster,
  request,
  response,
  TIMEOUTS,
  until,
} from '../testing/post-fixture';
import { responseText } from './response-text';

const { answering, status, raw } = loopbackServers();

describe('a hostile or broken receiver', () => {
  it.each([
    ['exactly 20,480 bytes', 20_480, false],
    ['one byte more', 20_481, true],
  ])('that sends %s', async (_, bytes, truncated) => {
    const server = await answering((__, out) => out.end('x'.repeat(bytes)));
    expect(await poster()(request(server))).toEqual(response(200, 'x'.repeat(20_480), truncated));
  });

  it('that never stops sending is truncated with its status, and its connection closed', async () => {
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

  it('that sends a gzip bomb does not get it unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    const server = await answering((_, out) => out.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    expect(await poster()(request(server))).toEqual(response(200, responseText(bomb, true).response));
  });

  it('that sends its headers slowly runs into the total timeout', async () => {
    fakeTimers();
    const server = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx: ');
      const trickle = setInterval(() => socket.write('y'), 20);
      socket.on('close', () => clearInterval(trickle));
    });
    const result = poster(TIMEOUTS)(request(server));
    await until(() => (server.sockets[0]?.bytesRead ?? 0) > 0);
    await pass(500);
    expect(await result).toEqual(
      failureAfter(200, 'timeout', 'waiting for the response took too long: total timeout of 500 ms'),
    );
    await server.idle();
  });

  it('that sends its body one byte at a time runs into the total timeout', async () => {
    fakeTimers();
    const server = await answering((_, out) => {
      const trickle = setInterval(() => out.write('y'), 20);
      out.on('close', () => clearInterval(trickle));
    });
    const result = poster(TIMEOUTS)(request(server));
    await until(() => server.requests.length === 1);
    await pass(500);
    expect(await result).toEqual(
      failureAfter(200, 'timeout', 'reading the response took too long: total timeout of 500 ms', expect.any(String)),
    );
    await server.idle();
  });

  it('that falls silent in its body runs into the idle timeout', async () => {
    fakeTimers();
    const server = await answering((_, out) => void out.write('y'));
    const result = poster(TIMEOUTS)(request(server));
    await until(() => server.requests.length === 1);
    // The timers of the total timeout and of the body's idle timeout.
    await until(() => jest.getTimerCount() === 2);
    await pass(250);
    expect(await result).toEqual(
      failureAfter(200, 'timeout', 'reading the response took too long: idle timeout of 250 ms', 'y'),
    );
    await server.idle();
  });

  it('may take longer than the idle timeout before it answers', async () => {
    fakeTimers();
    const server = await answering((_, out) => void setTimeout(() => out.end(), 350));
    const result = poster(TIMEOUTS)(request(server));
    await until(() => server.requests.length === 1);
    await pass(350);
    expect(await result).toEqual(response(200));
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
