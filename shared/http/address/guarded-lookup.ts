import { isIP, type LookupFunction } from 'node:net';
import type { Fault } from '../../domain/kit/errors/coded-error';
import { isReachable, reachFaults } from './public-address';
import type { Resolve } from './resolve';

/** An address that the policy forbids. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';

  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(({ message }) => message).join('; '));
  }
}

/** No address that a function can reach. Its owner may add one at any time, so that deliveries are tried again. */
export class AddressUnreachable extends Error {
  override readonly name = 'AddressUnreachable';

  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(({ message }) => message).join('; '));
  }
}

/**
 * The addresses of a host that can be reached, every one of which was checked. One forbidden address among several refuses
 * them all, also one that would not be dialled. What is saved, tested and delivered to goes through here.
 *
 * @throws AddressRefused, AddressUnreachable; what `resolve` rejects with
 */
export async function checkedAddresses(
  hostname: string,
  resolve: Resolve,
  check: (ip: string) => Fault[],
): Promise<readonly string[]> {
  const addresses = isIP(hostname) ? [hostname] : await resolve(hostname);
  const [fault] = addresses.flatMap(check);
  if (fault) throw new AddressRefused([fault]);
  if (addresses.length === 0) throw Object.assign(new Error('no address'), { code: 'ENODATA' });
  const unreachable = reachFaults(`host ${hostname}`, addresses);
  if (unreachable.length > 0) throw new AddressUnreachable(unreachable);
  return addresses.filter(isReachable);
}

/**
 * A `lookup` for sockets that hands over only addresses that were checked. The name is resolved once a connection, so
 * what is checked is what is connected to and a second answer (DNS rebinding) is never asked for.
 */
export const guardedLookup =
  (resolve: Resolve, check: (ip: string) => Fault[]): LookupFunction =>
  (hostname, options, callback) => {
    checkedAddresses(hostname, resolve, check).then(
      (addresses) => {
        const all = addresses.map((address) => ({ address, family: isIP(address) }));
        if (options.all) callback(null, all);
        else callback(null, all[0]?.address ?? '', all[0]?.family);
      },
      (error) => callback(error, []),
    );
  };
