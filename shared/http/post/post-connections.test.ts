import { once } from 'node:events';
import {
  failure,
  fakeTimers,
  loopbackServers,
  pass,
  poster,
  request,
  response,
  STANDING_CLOCK,
  TIMEOUTS,
  until,
} from '../testing/post-fixture';

const { answering, status, raw } = loopbackServers();

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
    const post = poster({ clock: STANDING_CLOCK });
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

  it('that end before a byte of the response make the request be sent once more, on a new one', async () => {
    let ends = 1;
    const server = await answering((_, out) => {
      if (server.requests.length > 1 && ends-- > 0) out.destroy();
      else out.end();
    });
    const post = poster({ clock: STANDING_CLOCK });
    const first = request(server);
    await post(first);
    expect(await post(first)).toEqual(response(200));
    expect([server.requests.length, server.sockets.length]).toEqual([3, 2]);
    expect(server.requests[2]).toEqual(server.requests[1]);
  });

  it('that end after a second do not make a request be sent again: it was read, and perhaps processed', async () => {
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

  it('that end like this twice are a reset', async () => {
    const server = await answering((_, out) => (server.requests.length === 1 ? out.end() : out.destroy()));
    const post = poster({ clock: STANDING_CLOCK });
    await post(request(server));
    expect(await post(request(server))).toEqual(failure('reset', 'waiting for the response failed: ECONNRESET'));
    expect([server.requests.length, server.sockets.length]).toEqual([3, 2]);
  });

  it('that were not used before do not make a request be sent again', async () => {
    const server = await answering((_, out) => out.destroy());
    await poster({ clock: STANDING_CLOCK })(request(server));
    expect(server.requests).toHaveLength(1);
  });

  it('that end after a byte of the response do not make a request be sent again', async () => {
    const server = await raw((socket) => {
      socket.write('HTTP/1.1 200 \r\ncontent-length: 0\r\n\r\n');
      socket.on('data', (chunk) => chunk.includes('POST') && socket.write('H', () => socket.destroy()));
    });
    const post = poster({ clock: STANDING_CLOCK });
    await post(request(server));
    expect(await post(request(server))).toMatchObject({ kind: 'failure', failure: 'reset' });
    expect(server.sockets).toHaveLength(1);
  });

  it('that are new have the remaining time of a request that is sent once more', async () => {
    fakeTimers();
    const server = await answering((_, out) => {
      if (server.requests.length === 1) out.end();
      else if (server.requests.length === 2) setTimeout(() => out.destroy(), 300);
    });
    const post = poster({ ...TIMEOUTS, clock: STANDING_CLOCK });
    await post(request(server));
    const result = post(request(server));
    await until(() => server.requests.length === 2);
    await pass(300);
    await until(() => server.requests.length === 3);
    await pass(200);
    expect(await result).toEqual(failure('timeout', 'waiting for the response took too long: total timeout of 500 ms'));
  });

  it('are kept for 200 receivers together', async () => {
    const server = await status(204);
    const post = poster({ clock: STANDING_CLOCK, resolve: async () => ['127.0.0.1'] });
    const receivers = Array.from({ length: 230 }, (_, n) => request(server, `r${n}.example.com`));
    for (let n = 0; n < receivers.length; n += 46) await Promise.all(receivers.slice(n, n + 46).map(post));
    await post(request(server, 'r229.example.com'));
    await Promise.all(server.sockets.slice(0, 30).map((socket) => socket.closed || once(socket, 'close')));
    expect(server.sockets.filter((socket) => !socket.closed)).toHaveLength(200);
  });

  it('carry fifty posts at once, and the next fifty', async () => {
    const server = await status(204);
    const post = poster({ clock: STANDING_CLOCK });
    const fifty = () => Promise.all(Array.from({ length: 50 }, () => post(request(server))));
    expect(await fifty()).toEqual(Array(50).fill(response(204)));
    expect(await fifty()).toEqual(Array(50).fill(response(204)));
    expect([server.requests.length, server.sockets.length]).toEqual([100, 50]);
  });
});
