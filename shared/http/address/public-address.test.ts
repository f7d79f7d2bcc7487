import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { type AddressPolicy, checkAddress, isPublicAddress } from './address';
import { GLOBAL_UNICAST_IPV6, type NamedRange, SPECIAL_IPV4, SPECIAL_IPV6 } from './special-purpose-ranges';

const deployed: AddressPolicy = { allowLoopback: false, allowedPorts: [8443] };
const local: AddressPolicy = { allowLoopback: true, allowedPorts: [] };

const notPublic = (purpose: string) => [
  {
    code: 'webhook.address.not_public',
    path: '',
    message: `the address is not public (${purpose}); allowed are public addresses, use one`,
  },
];

/** First and last address of each block, from the IANA registries and RFC 4291. */
const SPECIAL: readonly [purpose: string, first: string, last: string][] = [
  ['this network', '0.0.0.0', '0.255.255.255'],
  ['private use', '10.0.0.0', '10.255.255.255'],
  ['carrier-grade NAT', '100.64.0.0', '100.127.255.255'],
  ['loopback', '127.0.0.0', '127.255.255.255'],
  ['link-local', '169.254.0.0', '169.254.255.255'],
  ['private use', '172.16.0.0', '172.31.255.255'],
  ['IETF protocol assignments', '192.0.0.0', '192.0.0.255'],
  ['documentation', '192.0.2.0', '192.0.2.255'],
  ['AS112', '192.31.196.0', '192.31.196.255'],
  ['automatic multicast tunneling', '192.52.193.0', '192.52.193.255'],
  ['6to4 relay anycast', '192.88.99.0', '192.88.99.255'],
  ['private use', '192.168.0.0', '192.168.255.255'],
  ['AS112', '192.175.48.0', '192.175.48.255'],
  ['benchmarking', '198.18.0.0', '198.19.255.255'],
  ['documentation', '198.51.100.0', '198.51.100.255'],
  ['documentation', '203.0.113.0', '203.0.113.255'],
  ['multicast', '224.0.0.0', '239.255.255.255'],
  ['IBM Cloud services', '161.26.0.0', '161.26.255.255'],
  ['IBM Cloud services', '166.8.0.0', '166.11.255.255'],
  ['reserved', '240.0.0.0', '255.255.255.254'],
  ['limited broadcast', '255.255.255.255', '255.255.255.255'],
  ['unspecified', '::', '0:0:0:0:0:0:0:0'],
  ['loopback', '::1', '0:0:0:0:0:0:0:1'],
  ['IPv4-compatible', '::2', '::ffff:ffff'],
  ['IPv4-mapped', '::ffff:0.0.0.0', '::ffff:255.255.255.255'],
  ['IPv4-translated', '::ffff:0:0:0', '::ffff:0:ffff:ffff'],
  ['NAT64', '64:ff9b::', '64:ff9b::ffff:ffff'],
  ['local NAT64', '64:ff9b:1::', '64:ff9b:1:ffff:ffff:ffff:ffff:ffff'],
  ['discard-only', '100::', '100::ffff:ffff:ffff:ffff'],
  ['dummy prefix', '100:0:0:1::', '100::1:ffff:ffff:ffff:ffff'],
  ['Teredo', '2001::', '2001:0:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['IETF protocol assignments', '2001:1::', '2001:1:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['benchmarking', '2001:2::', '2001:2:0:ffff:ffff:ffff:ffff:ffff'],
  ['automatic multicast tunneling', '2001:3::', '2001:3:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['AS112', '2001:4:112::', '2001:4:112:ffff:ffff:ffff:ffff:ffff'],
  ['ORCHID', '2001:10::', '2001:1f:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['ORCHIDv2', '2001:20::', '2001:2f:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['drone remote ID', '2001:30::', '2001:3f:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['IETF protocol assignments', '2001:40::', '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['documentation', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['6to4', '2002::', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['AS112', '2620:4f:8000::', '2620:4f:8000:ffff:ffff:ffff:ffff:ffff'],
  ['documentation', '3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['segment routing', '5f00::', '5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['unique local', 'fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['link-local', 'fe80::', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['site-local', 'fec0::', 'feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['ISATAP', '2606:4700::5efe:0:0', '2606:4700::5efe:ffff:ffff'],
  ['ISATAP', '2606:4700::200:5efe:0:0', '2606:4700::200:5efe:ffff:ffff'],
  ['multicast', 'ff00::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['reserved', '4000::', '5eff:ffff::'],
  ['reserved', '200::', '1fff:ffff::'],
];

const METADATA: readonly [cloud: string, address: string][] = [
  ['AWS, Google, Azure, DigitalOcean, Hetzner, IBM, Linode, OpenStack, Vultr, Yandex', '169.254.169.254'],
  ['AWS container credentials', '169.254.170.2'],
  ['AWS pod identity', '169.254.170.23'],
  ['AWS clock and resolver', '169.254.169.253'],
  ['AWS', 'fd00:ec2::254'],
  ['AWS pod identity, IPv6', 'fd00:ec2::23'],
  ["the Lambda runtime's own interface", '127.0.0.1'],
  ['Google, IPv6', 'fd20:ce::254'],
  ['Azure platform', '168.63.129.16'],
  ['Alibaba', '100.100.100.200'],
  ['Alibaba, name servers', '100.100.2.136'],
  ['Oracle', '192.0.0.192'],
  ['Oracle, IPv6', 'fd00:c1::a9fe:a9fe'],
  ['Tencent', '169.254.0.23'],
  ['IBM, name servers', '161.26.0.10'],
  ['IBM, private endpoints', '166.9.12.1'],
  ['Scaleway', '169.254.42.42'],
  ['Scaleway, IPv6', 'fd00:42::42'],
  ['Linode, IPv6', 'fd00:a9fe:a9fe::1'],
  ['OpenStack, IPv6', 'fe80::a9fe:a9fe'],
];

/** Neighbours of the blocks, and well-known resolvers. */
const PUBLIC = [
  '1.1.1.1',
  '8.8.8.8',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '161.25.255.255',
  '161.27.0.0',
  '166.7.255.255',
  '166.12.0.0',
  '168.63.129.15',
  '168.63.129.17',
  '169.253.255.255',
  '169.255.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '192.0.1.0',
  '192.0.3.0',
  '192.31.195.255',
  '192.52.194.0',
  '192.88.98.255',
  '192.88.100.0',
  '192.167.255.255',
  '192.169.0.0',
  '198.17.255.255',
  '198.20.0.0',
  '198.51.99.255',
  '203.0.114.0',
  '223.255.255.255',
  '2000::',
  '2001:200::',
  '2001:db7:ffff::',
  '2001:db9::',
  '2001:4860:4860::8888',
  '2003::',
  '2606:4700:4700::1111',
  '2620:4f:7fff::',
  '2620:4f:8001::',
  '3fff:1000::',
];

const anyIpv4 = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
const words = (...bytes: readonly number[]) => Buffer.from(bytes).toString('hex').match(/.{4}/g)?.join(':');
const EMBEDDINGS: readonly ((ipv4: readonly number[]) => string)[] = [
  (ipv4) => `::${words(...ipv4)}`,
  (ipv4) => `::ffff:${words(...ipv4)}`,
  (ipv4) => `::ffff:0:${words(...ipv4)}`,
  (ipv4) => `64:ff9b::${words(...ipv4)}`,
  // RFC 8215: the local prefix with each of the lengths that RFC 6052 has room for.
  ([a = 0, b = 0, c = 0, d = 0]) => `64:ff9b:1:${words(a, b, 0, c, d, 0)}::`,
  ([a = 0, b = 0, c = 0, d = 0]) => `64:ff9b:1:0:${words(0, a, b, c, d, 0)}:0`,
  (ipv4) => `64:ff9b:1:fffe::${words(...ipv4)}`,
  (ipv4) => `2002:${words(...ipv4)}::1`,
  (ipv4) => `2001:0:4136:e378:8000:63bf:${words(...ipv4.map((byte) => byte ^ 0xff))}`,
  (ipv4) => `2001:0:${words(...ipv4)}:8000:63bf:3fff:fdd2`,
  (ipv4) => `2a00:1450:4001:80e:0:5efe:${words(...ipv4)}`,
  (ipv4) => `2a00:1450:4001:80e:200:5efe:${words(...ipv4)}`,
  (ipv4) => `fe80::5efe:${words(...ipv4)}`,
];

/** The same blocks in Node's own parser and matcher, which share no code with ours. */
const blockList = (ranges: readonly string[]) => {
  const list = new BlockList();
  for (const [address = '', bits] of ranges.map((range) => range.split('/'))) {
    list.addSubnet(address, Number(bits), isIP(address) === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
};
const cidrs = (ranges: readonly NamedRange[]) => ranges.map(([cidr]) => cidr);
/** Two lists: `::ffff:0:0/96` in one would have every IPv4 address in it. */
const [BLOCKED_IPV4, BLOCKED_IPV6] = [blockList(cidrs(SPECIAL_IPV4)), blockList(cidrs(SPECIAL_IPV6))];
const ALLOCATED = blockList([GLOBAL_UNICAST_IPV6]);

/** An address in one of the blocks: its network, with random bits after it. */
const inside = (ranges: readonly NamedRange[]) =>
  fc.tuple(fc.constantFrom(...cidrs(ranges)), fc.bigInt(0n, 2n ** 128n - 1n)).map(([cidr, random]) => {
    const [network, bits] = ipaddr.parseCIDR(cidr);
    const bytes = network.toByteArray();
    const host = BigInt(8 * bytes.length - bits);
    const value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`) | (random & (2n ** host - 1n));
    const hex = value.toString(16).padStart(2 * bytes.length, '0');
    return ipaddr.fromByteArray([...Buffer.from(hex, 'hex')]).toString();
  });

describe('an address', () => {
  it.each(SPECIAL)('with the special purpose %s is refused from %s to %s', (purpose, first, last) => {
    expect([checkAddress(first, deployed), checkAddress(last, deployed)]).toEqual([
      notPublic(purpose),
      notPublic(purpose),
    ]);
  });

  it.each(METADATA)('of a metadata service (%s) is refused: %s', (_, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(PUBLIC)('beside those blocks is public: %s', (address) => {
    expect(checkAddress(address, deployed)).toEqual([]);
  });

  it.each(['', 'example.com', '1.2.3', '0x7f.0.0.1', '0177.0.0.1', '2130706433', '8.8.8.8 ', '[::1]', '2606::1%eth0'])(
    'in another spelling is none: %j',
    (text) => expect(checkAddress(text, deployed)).toEqual(notPublic('not an IP address')),
  );

  it('is not public when ipaddr.js knows a special range for it, or it embeds an IPv4 address', () => {
    const embedded = ['::', '::ffff:', '64:ff9b::', '64:ff9b:1::', '::ffff:0:'].map((prefix) =>
      fc.ipV4().map((ip) => prefix + ip),
    );
    fc.assert(fc.property(fc.oneof(...embedded), (ip) => expect(isPublicAddress(ip)).toBe(false)));
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (ip) => {
        if (isPublicAddress(ip)) expect(ipaddr.parse(ip).range()).toBe('unicast');
      }),
    );
  });

  it('that embeds any IPv4 address in any of the known forms is refused', () => {
    fc.assert(
      fc.property(anyIpv4, fc.constantFrom(...EMBEDDINGS), (bytes, embed) => {
        expect(isPublicAddress(embed(bytes))).toBe(false);
      }),
    );
  });

  it('agrees with the lists of Node about every block', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), inside(SPECIAL_IPV4), inside(SPECIAL_IPV6)), (ip) => {
        const isListed =
          isIP(ip) === 4
            ? BLOCKED_IPV4.check(ip)
            : BLOCKED_IPV6.check(ip, 'ipv6') || !ALLOCATED.check(ip, 'ipv6') || ip.includes('5efe');
        expect(isPublicAddress(ip)).toBe(!isListed);
      }),
      { numRuns: 1_000 },
    );
  });

  it('on loopback is accepted by the local environment only, and in its own form only', () => {
    const forms = ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', '0.0.0.0', '::', '10.0.0.1'];
    expect(forms.map((ip) => checkAddress(ip, local).length)).toEqual([0, 0, 0, 1, 1, 1, 1]);
    expect(forms.map((ip) => checkAddress(ip, deployed).length)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });
});
