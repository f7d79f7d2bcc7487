import { lookup, Resolver } from 'node:dns/promises';

/** All IPv4 and IPv6 addresses of a name; rejects, with a code, when there is none. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

/** The operating system's resolver, which also knows `localhost` and the names of the local host. */
export const systemResolve: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true })).map(({ address }) => address);

const LOOPBACK_NAME = /(^|\.)localhost$/;
export interface DnsOptions {
  /** `127.0.0.1:5353`. @default those of the operating system */
  readonly servers?: readonly string[];
  /** Of one question; it is asked twice. @default 2,000, within the time that an exchange grants a name */
  readonly timeoutMs?: number;
}

/**
 * Asks the name servers itself, A and AAAA side by side. The operating system's resolver blocks one of four threads for
 * each name, so that four endpoints whose name servers are dead would hold up everybody's, and the calls of the AWS SDK
 * too; and it tells a name that does not exist from a broken server only half of the time.
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

/** Only IPv4 is connected to: a name server that fails at that question does not make the name one of IPv6 alone. */
const isBroken = (answer: PromiseSettledResult<unknown>): answer is PromiseRejectedResult =>
  answer.status === 'rejected' && answer.reason.code !== 'ENODATA';

/** A name without IPv6 answers ENODATA, which says nothing where the other question failed for a reason of its own. */
function worst(answers: readonly PromiseSettledResult<unknown>[]): NodeJS.ErrnoException {
  const errors = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
  return errors.find(({ code }) => code !== 'ENODATA') ?? errors[0];
}
