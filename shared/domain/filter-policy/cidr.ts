/** An address block: 4 or 16 bytes, of which the first `bits` bits are fixed. */
export interface Cidr {
  readonly bytes: readonly number[];
  readonly bits: number;
}

/** Whether the block contains the address; false if one is malformed, or one is IPv4 and the other IPv6. */
export function inCidr(block: string, address: string): boolean {
  const cidr = parseCidr(block);
  const bytes = parseAddress(address);
  if (cidr === undefined || bytes?.length !== cidr.bytes.length) return false;
  return bytes.every((byte, at) => ((byte ^ (cidr.bytes[at] ?? 0)) & mask(cidr.bits, at)) === 0);
}

/** Whether the address before the slash has bits set beyond the prefix, such as `10.0.0.7/24`. */
export const hasHostBits = (cidr: Cidr): boolean =>
  cidr.bytes.some((byte, at) => (byte & ~mask(cidr.bits, at) & 0xff) !== 0);

export function parseCidr(text: string): Cidr | undefined {
  const { address = '', digits } = /^(?<address>[^/]+)\/(?<digits>\d{1,3})$/.exec(text)?.groups ?? {};
  const bytes = parseAddress(address);
  const bits = Number(digits);
  return bytes === undefined || bits > bytes.length * 8 ? undefined : { bytes, bits };
}

/** The part of the byte at that index which the first `bits` bits of the address cover. */
const mask = (bits: number, at: number): number => (0xff << (8 - Math.min(Math.max(bits - at * 8, 0), 8))) & 0xff;

const parseAddress = (text: string): readonly number[] | undefined =>
  text.includes(':') ? parseIpv6(text) : parseIpv4(text);

/** Refuses leading zeros, which some parsers read as octal. */
function parseIpv4(text: string): readonly number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return undefined;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

/** RFC 4291, section 2.2, without zones and embedded IPv4 addresses, which Event Ruler does not read either. */
function parseIpv6(text: string): readonly number[] | undefined {
  const halves = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], tail = []] = halves;
  const missing = 8 - head.length - tail.length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return undefined;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]);
}
