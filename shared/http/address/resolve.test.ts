import { type DnsAnswer, serveDns } from '../testing/dns-server';
import { dnsResolve } from './resolve';

const withNames = async <Result>(
  names: Readonly<Record<string, DnsAnswer>>,
  use: (server: string) => Promise<Result>,
) => {
  const server = await serveDns(names);
  try {
    return { result: await use(server.address), asked: server.asked.toSorted() };
  } finally {
    await server.close();
  }
};
const resolving = (name: string, answer: DnsAnswer) =>
  withNames({ [name]: answer }, (server) =>
    dnsResolve({ servers: [server] })(name).catch(({ code }: NodeJS.ErrnoException) => code),
  );

it.each([
  ['IPv4', ['192.0.2.1', '192.0.2.2']],
  ['IPv6', ['2001:db8::1']],
  ['both', ['192.0.2.1', '2001:db8::1']],
])('returns every %s address, queried concurrently', async (_, addresses) => {
  expect(await resolving('hooks.example.com', addresses)).toEqual({
    result: addresses,
    asked: ['A hooks.example.com', 'AAAA hooks.example.com'],
  });
});

it.each<[string, DnsAnswer, string]>([
  ['does not exist', { rcode: 3 }, 'ENOTFOUND'],
  ['has a broken server', { rcode: 2 }, 'ESERVFAIL'],
  ['has a server that refuses', { rcode: 5 }, 'EREFUSED'],
  ['has no address', [], 'ENODATA'],
  ['has IPv6 and a server that fails at IPv4', { rcode: 2, ipv6: ['2001:db8::1'] }, 'ESERVFAIL'],
])('rejects with the error code of a name that %s', async (_, answer, code) => {
  expect((await resolving('hooks.example.com', answer)).result).toBe(code);
});

it('does not block other names while forty names get no answer', async () => {
  const names = { 'alive.example.com': ['192.0.2.1'], 'dead.example.com': 'silence' } as const;
  const { result } = await withNames(names, async (server) => {
    const resolve = dnsResolve({ servers: [server], timeoutMs: 200 });
    const dead = Array.from({ length: 40 }, () => resolve('dead.example.com').catch(({ code }) => code));
    const first = await Promise.race([resolve('alive.example.com'), ...dead]);
    return { first, others: new Set(await Promise.all(dead)) };
  });
  expect(result).toEqual({ first: ['192.0.2.1'], others: new Set(['ETIMEOUT']) });
});

it('resolves localhost without a query', async () => {
  const { result, asked } = await withNames({}, (server) => dnsResolve({ servers: [server] })('localhost'));
  expect(result).toContain('127.0.0.1');
  expect(asked).toEqual([]);
});
