import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Fault } from '../../domain/kit/errors/coded-error';
import {
  GLOBAL_UNICAST_IPV6,
  ISATAP_MARKS,
  type NamedRange,
  SPECIAL_IPV4,
  SPECIAL_IPV6,
} from './special-purpose-ranges';

/** Exceptions to the rule that webhooks connect only to public addresses on port 443 over https. */
export interface AddressPolicy {
  /** Only for the local environment: 127.0.0.0/8 and ::1, on any port, also over http. */
  readonly allowLoopback: boolean;
  /** TCP ports; 443 is allowed in any case. */
  readonly allowedPorts: readonly number[];
}

/** Parses the ports of the stack's environment variable and output: `443,8443`. */
export const parsePorts = (text: string): readonly number[] => text.split(',').map(Number);

/** True for an IPv4 or IPv6 address in its standard spelling that is in no special-purpose block. */
export const isPublicAddress = (ip: string): boolean => specialPurpose(ip) === undefined;

export const isLoopback = (ip: string): boolean => specialPurpose(ip) === 'loopback';

/** At most one fault, `webhook.address.not_public`, if the policy forbids a webhook to connect to the address. */
export const checkAddress = (ip: string, policy: AddressPolicy): Fault[] => {
  const purpose = specialPurpose(ip);
  if (purpose === undefined || (purpose === 'loopback' && policy.allowLoopback)) return [];
  const message = `the address is not public (${purpose}); allowed are public addresses, use one`;
  return [{ code: 'webhook.address.not_public', path: '', message }];
};

/** True for IPv4, because a Lambda function outside a VPC has no IPv6, and for loopback, which `local` allows. */
export const isReachable = (ip: string): boolean => isIP(ip) === 4 || isLoopback(ip);

/** At most one fault, if none of the host's addresses is reachable. @param host its name for the message */
export const reachFaults = (host: string, ips: readonly string[]): Fault[] => {
  if (ips.some(isReachable)) return [];
  const message = `${host} has only IPv6, which a Lambda function outside a VPC cannot reach; give it an IPv4 address`;
  return [{ code: 'webhook.address.ipv6_only', path: '', message }];
};

/** The special purpose of the address; `undefined` for an ordinary public one. */
const specialPurpose = (ip: string): string | undefined => {
  // Require the canonical form: ipaddr.js also parses octal, hex and zones, which a socket's address never has.
  const family = ip.includes('%') ? 0 : isIP(ip);
  if (family === 4) return nameOf(ipaddr.IPv4.parse(ip), IPV4_RANGES);
  if (family === 6) return ipv6Purpose(ipaddr.IPv6.parse(ip));
  return 'not an IP address';
};

const ipv6Purpose = (address: ipaddr.IPv6): string | undefined => {
  const purpose = nameOf(address, IPV6_RANGES) ?? (address.match(GLOBAL_UNICAST) ? undefined : 'reserved');
  return purpose ?? (isIsatap(address.toByteArray()) ? 'ISATAP' : undefined);
};

const isIsatap = (bytes: readonly number[]): boolean =>
  ISATAP_MARKS.some((mark) => mark.every((byte, index) => bytes[8 + index] === byte));

const nameOf = (address: Address, ranges: readonly ParsedRange[]): string | undefined =>
  ranges.find(({ block }) => address.match(block))?.name;

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type ParsedRange = { readonly block: [Address, number]; readonly name: string };

const parse = ([cidr, name]: NamedRange): ParsedRange => ({ block: ipaddr.parseCIDR(cidr), name });
const IPV4_RANGES = SPECIAL_IPV4.map(parse);
const IPV6_RANGES = SPECIAL_IPV6.map(parse);
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR(GLOBAL_UNICAST_IPV6);
