/** Port bindings of a container by container port, as in Docker's API. */
export type PortBindings<Binding> = Readonly<Record<string, readonly Binding[]>>;

/**
 * Publishes ports on loopback only, if the container engine is reached there. An engine on another machine, or next to
 * a container that this runs in, is reached by another address: there the ports stay published on every interface.
 */
export function loopbackBindings<Binding extends object>(
  bindings: PortBindings<Binding>,
  engineAddresses: readonly string[],
): Record<string, (Binding & { HostIp?: string })[]> {
  const HostIp = engineAddresses.includes('127.0.0.1') ? { HostIp: '127.0.0.1' } : {};
  return Object.fromEntries(
    Object.entries(bindings).map(([port, published]) => [
      port,
      published.map((binding) => ({ ...binding, ...HostIp })),
    ]),
  );
}
