import http from 'node:http';
import net from 'node:net';
import { type Resolve, systemResolve } from '../address/resolve';
import {
  deployed,
  failure,
  fakeTimers,
  loopbackServers,
  pass,
  poster,
  refusal,
  request,
  response,
  TIMEOUTS,
  until,
} from '../testing/post-fixture';
import { exchange } from './exchange';
import { createPoster } from './post';

const { status, raw } = loopbackServers();

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

  it('that has only IPv6 addresses is not connected to, and may be retried', async () => {
    const post = createPoster({ policy: deployed, resolve: async () => ['2606:4700:4700::1111'] });
    expect(await post({ url: 'https://hooks.example.com/', headers: {}, body: '' })).toEqual(
      failure(
        'dns',
        'host hooks.example.com has only IPv6, which a Lambda function outside a VPC cannot reach; give it an IPv4 address',
      ),
    );
  });

  it('whose server does not answer runs into the idle timeout', async () => {
    fakeTimers();
    const resolve = jest.fn(() => new Promise<never>(() => undefined));
    const post = poster({ ...TIMEOUTS, resolve });
    const result = post({ url: 'https://hooks.example.com/', headers: {}, body: '' });
    await until(() => resolve.mock.calls.length === 1);
    await pass(250);
    expect(await result).toEqual(failure('dns', 'name resolution took too long: idle timeout of 250 ms'));
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
