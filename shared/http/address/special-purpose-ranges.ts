/** CIDR block and its purpose. The first match wins, so a nested block comes before the block that contains it. */
export type NamedRange = readonly [cidr: string, name: string];

/**
 * Forbidden IPv4 blocks: the whole IANA IPv4 Special-Purpose Address Registry, including blocks that it calls globally
 * reachable (AS112, AMT: anycast infrastructure), then multicast, and further blocks that clouds use for their services.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
export const SPECIAL_IPV4: readonly NamedRange[] = [
  ['0.0.0.0/8', 'this network'],
  ['10.0.0.0/8', 'private use'],
  ['100.64.0.0/10', 'carrier-grade NAT'],
  ['127.0.0.0/8', 'loopback'],
  ['169.254.0.0/16', 'link-local'],
  ['172.16.0.0/12', 'private use'],
  ['192.0.0.0/24', 'IETF protocol assignments'],
  ['192.0.2.0/24', 'documentation'],
  ['192.31.196.0/24', 'AS112'],
  ['192.52.193.0/24', 'automatic multicast tunneling'],
  ['192.88.99.0/24', '6to4 relay anycast'],
  ['192.168.0.0/16', 'private use'],
  ['192.175.48.0/24', 'AS112'],
  ['198.18.0.0/15', 'benchmarking'],
  ['198.51.100.0/24', 'documentation'],
  ['203.0.113.0/24', 'documentation'],
  ['224.0.0.0/4', 'multicast'],
  ['255.255.255.255/32', 'limited broadcast'],
  ['240.0.0.0/4', 'reserved'],
  // A public address that Azure routes to the host of the virtual machine: metadata, DNS, health probes.
  ['168.63.129.16/32', 'Azure platform'],
  // Public blocks that IBM Cloud routes to its own services, only for its customers' hosts.
  ['161.26.0.0/16', 'IBM Cloud services'],
  ['166.8.0.0/14', 'IBM Cloud services'],
];

/** IANA's block for global unicast; every address outside it is refused, whether listed below or not. */
export const GLOBAL_UNICAST_IPV6 = '2000::/3';

/**
 * Forbidden IPv6 blocks: the whole IANA IPv6 Special-Purpose Address Registry, and all forms that embed an IPv4 address,
 * because a translator (NAT64, 6to4 …) would bypass the IPv4 rules. Therefore a function in a subnet with DNS64 cannot
 * reach endpoints that only have IPv4.
 *
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
export const SPECIAL_IPV6: readonly NamedRange[] = [
  ['::/128', 'unspecified'],
  ['::1/128', 'loopback'],
  ['::/96', 'IPv4-compatible'],
  ['::ffff:0:0/96', 'IPv4-mapped'],
  ['::ffff:0:0:0/96', 'IPv4-translated'],
  ['64:ff9b::/96', 'NAT64'],
  ['64:ff9b:1::/48', 'local NAT64'],
  ['100::/64', 'discard-only'],
  ['100:0:0:1::/64', 'dummy prefix'],
  ['2001::/32', 'Teredo'],
  ['2001:2::/48', 'benchmarking'],
  ['2001:3::/32', 'automatic multicast tunneling'],
  ['2001:4:112::/48', 'AS112'],
  ['2001:10::/28', 'ORCHID'],
  ['2001:20::/28', 'ORCHIDv2'],
  ['2001:30::/28', 'drone remote ID'],
  ['2001::/23', 'IETF protocol assignments'],
  ['2001:db8::/32', 'documentation'],
  ['2002::/16', '6to4'],
  ['2620:4f:8000::/48', 'AS112'],
  ['3fff::/20', 'documentation'],
  ['5f00::/16', 'segment routing'],
  ['fc00::/7', 'unique local'],
  ['fe80::/10', 'link-local'],
  ['fec0::/10', 'site-local'],
  ['ff00::/8', 'multicast'],
];

/**
 * Bytes 8–11 of an ISATAP address (RFC 5214, section 6.1), with any prefix: a router at the edge of its site forwards the
 * request to the IPv4 address in the last four bytes.
 */
export const ISATAP_MARKS: readonly (readonly number[])[] = [
  [0x00, 0x00, 0x5e, 0xfe],
  [0x02, 0x00, 0x5e, 0xfe],
];
