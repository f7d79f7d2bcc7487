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

/** The host has no address that a function can reach. Transient for deliveries: its owner may add one at any time. */
export class AddressUnreachable extends Error {
  override readonly name = 'AddressUnreachable';

  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(({ message }) => message).join('; '));
  }
}

/**
 * The reachable addresses of a host, all checked. One forbidden address among several refuses them all, even if it would
 * not be connected to. Saving an endpoint, testing it and delivering to it all use this check.
 *
 * @throws AddressRefused, AddressUnreachable; errors of `resolve`
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
 * A `lookup` for sockets that returns only checked addresses. The name is resolved once per connection, so the socket
 * connects to the checked address, and DNS rebinding has no effect.
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
