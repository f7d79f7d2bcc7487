import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import type { Fault } from '../../shared/domain/coded-error';

/** All IPv4 and IPv6 addresses of a name; rejects when there is none. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

/** The operating system's resolver, which also knows `localhost`. */
export const systemResolve: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true })).map(({ address }) => address);

/** An address that the policy forbids. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';

  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(({ message }) => message).join('; '));
  }
}

/**
 * A `lookup` for sockets that hands over only addresses that were checked. The name is resolved once a connection, so
 * what is checked is what is connected to and a second answer (DNS rebinding) is never asked for. One forbidden address
 * among several refuses them all: which one is dialled is not ours to choose.
 */
export const guardedLookup =
  (resolve: Resolve, check: (ip: string) => Fault[]): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const faults = addresses.flatMap(check);
        const [first] = addresses;
        if (faults.length > 0) callback(new AddressRefused(faults.slice(0, 1)), []);
        else if (first === undefined) callback(noAddress(), []);
        else if (options.all)
          callback(
            null,
            addresses.map((address) => ({ address, family: isIP(address) })),
          );
        else callback(null, first, isIP(first));
      },
      (error) => callback(error, []),
    );
  };

const noAddress = (): NodeJS.ErrnoException => Object.assign(new Error('no address'), { code: 'ENODATA' });
