import { version } from '../../../package.json';
import { loopbackServers, poster, request, response, TIMEOUTS } from '../testing/post-fixture';

const { answering, status, raw } = loopbackServers();

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

  it('rejects headers that HTTP does not allow, as a bug in the caller', async () => {
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

  it('redacts secrets of the request that the receiver echoes', async () => {
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

  it('clears every timer, whatever the result', async () => {
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
