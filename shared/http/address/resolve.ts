import { lookup, Resolver } from 'node:dns/promises';

/** All IPv4 and IPv6 addresses of a name; rejects with an error code if there are none. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

/** The operating system's resolver, which also resolves `localhost` and the names of the local host. */
export const systemResolve: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true })).map(({ address }) => address);

const LOOPBACK_NAME = /(^|\.)localhost$/;
export interface DnsOptions {
  /** `127.0.0.1:5353`. @default the operating system's name servers */
  readonly servers?: readonly string[];
  /** Of one query, which is sent up to twice. @default 2,000, so that both fit into the exchange's idle timeout */
  readonly timeoutMs?: number;
}

/**
 * DNS resolver that queries the name servers directly, A and AAAA concurrently. The operating system's resolver blocks one
 * of the thread pool's four threads for each name, so four endpoints with dead name servers would block all other endpoints
 * and the AWS SDK; and it does not reliably distinguish a missing name from a broken server.
 */
export function dnsResolve({ servers, timeoutMs = 2_000 }: DnsOptions = {}): Resolve {
  const resolver = new Resolver({ timeout: timeoutMs, tries: 2 });
  if (servers) resolver.setServers([...servers]);
  return async (hostname) => {
    if (LOOPBACK_NAME.test(hostname)) return systemResolve(hostname);
    const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    if (isBroken(answers[0])) throw answers[0].reason;
    const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (addresses.length === 0) throw worst(answers);
    return addresses;
  };
}

/** True if the A query failed: a failing name server does not mean that the name has only IPv6. */
const isBroken = (answer: PromiseSettledResult<unknown>): answer is PromiseRejectedResult =>
  answer.status === 'rejected' && answer.reason.code !== 'ENODATA';

/** Prefers an error other than ENODATA, which only says that the name has no record of one type. */
function worst(answers: readonly PromiseSettledResult<unknown>[]): NodeJS.ErrnoException {
  const errors = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
  return errors.find(({ code }) => code !== 'ENODATA') ?? errors[0];
}
