import type { ServerOptions } from 'node:https';
import { CERTIFICATE, EXPIRED_CERTIFICATE, TEST_ONLY_KEY } from '../testing/certificates';
import { type LoopbackServer, serveHttps, serveTcp } from '../testing/loopback-server';
import { createPoster, type PosterOptions } from './post';

const servers: LoopbackServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

const serve = async (options: ServerOptions = {}): Promise<LoopbackServer> => {
  const secure = { key: TEST_ONLY_KEY, cert: CERTIFICATE, ...options };
  const server = await serveHttps(secure, (_, response) => response.writeHead(204).end());
  servers.push(server);
  return server;
};
const loopback: PosterOptions = {
  policy: { allowLoopback: true, allowedPorts: [] },
  resolve: async () => ['127.0.0.1'],
};
const poster = (options: Partial<PosterOptions> = {}) => createPoster({ ...loopback, ca: CERTIFICATE, ...options });
const request = ({ port }: LoopbackServer, host = 'hooks.example.com') => ({
  url: `https://${host}:${port}/`,
  headers: {},
  body: '{}',
});
const timings = expect.objectContaining({ total: expect.any(Number) });
const delivered = { kind: 'response', status: 204, headers: {}, exchange: { status: 204, timings } };
const failed = (code: string) => ({
  kind: 'failure',
  failure: 'tls',
  message: `TLS handshake failed: ${code}`,
  exchange: { timings },
});

describe('a post over https', () => {
  it('reaches a server whose certificate is trusted, by name and by address', async () => {
    const server = await serve();
    expect(await poster()(request(server))).toEqual(delivered);
    expect(await poster()(request(server, '127.0.0.1'))).toEqual(delivered);
  });

  it('keeps its connection alive', async () => {
    const server = await serve();
    const post = poster();
    const results = [await post(request(server)), await post(request(server)), await post(request(server))];
    expect(results).toEqual([delivered, delivered, delivered]);
    // THEN only the first has spent time on the connection
    expect(results.map(({ exchange }) => Object.keys(exchange.timings))).toEqual([
      ['dns', 'connect', 'tls', 'firstByte', 'total'],
      ['firstByte', 'total'],
      ['firstByte', 'total'],
    ]);
    expect([server.requests.length, server.sockets.length]).toEqual([3, 1]);
  });

  it('refuses a self-signed certificate', async () => {
    const server = await serve();
    expect(await createPoster(loopback)(request(server))).toEqual(failed('DEPTH_ZERO_SELF_SIGNED_CERT'));
    expect(server.requests).toEqual([]);
  });

  it('refuses a certificate for another host', async () => {
    const server = await serve();
    expect(await poster()(request(server, 'other.example.com'))).toEqual(failed('ERR_TLS_CERT_ALTNAME_INVALID'));
    expect(server.requests).toEqual([]);
  });

  it('refuses an expired certificate', async () => {
    const server = await serve({ cert: EXPIRED_CERTIFICATE });
    expect(await poster({ ca: EXPIRED_CERTIFICATE })(request(server))).toEqual(failed('CERT_HAS_EXPIRED'));
    expect(server.requests).toEqual([]);
  });

  it('refuses TLS 1.1', async () => {
    const old: ServerOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
    expect(await poster()(request(await serve(old)))).toMatchObject({ kind: 'failure', failure: 'tls' });
  });

  it('refuses a server that speaks plain HTTP', async () => {
    const server = await serveTcp((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    servers.push(server);
    expect(await poster()(request(server))).toMatchObject({ kind: 'failure', failure: 'tls' });
  });

  it('runs into the idle timeout when the handshake gets no answer', async () => {
    const server = await serveTcp(() => undefined);
    servers.push(server);
    expect(await poster({ idleTimeoutMs: 100 })(request(server))).toEqual({
      kind: 'failure',
      failure: 'tls',
      message: 'TLS handshake took too long: idle timeout of 100 ms',
      exchange: { timings },
    });
    await server.idle();
  });
});
