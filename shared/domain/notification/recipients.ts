import type { Fault } from '../kit/errors/coded-error';
import { parseUrl } from '../kit/text/parse-url';
import { decodeWords, holdsWord } from '../mail/encoded-words';
import { headerText } from '../mail/header-text';
import { MAX_RECIPIENTS } from './notification';

/** An address and its display name, if it has one. */
export interface Mailbox {
  /** One line, without the quotes of the header. */
  readonly name?: string;
  /** ASCII, at most 254 characters: the local part as given, the domain in lower case and Punycode. */
  readonly address: string;
}

export type RecipientsResult =
  | { readonly ok: true; readonly recipients: readonly Mailbox[] }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** RFC 5321, section 4.5.3.1.1. */
const MAX_LOCAL_PART_LENGTH = 64;
/** RFC 5321, section 4.5.3.1.3: a path of 256 octets includes its angle brackets. */
const MAX_ADDRESS_LENGTH = 254;
const MAX_NAME_LENGTH = 200;
const NO_GROUPS = 'name@example.com; separate addresses by commas, quote names that hold punctuation, use no groups';

const QUOTED = String.raw`"(?:[^"\\]|\\.)*"`;
const ATOM = String.raw`[^\s"(),.:;<>@[\]\\]+`;
const DOT_ATOM = String.raw`${ATOM}(?:\.${ATOM})*`;
const TOKENS = new RegExp(String.raw`${QUOTED}|\((?:[^()\\]|\\.)*\)|\\.|[^"(,\\]+|[^]`, 'gu');
const NAMED = new RegExp(String.raw`^(?<phrase>(?:${QUOTED}|[^"(),:;<>@[\]\\])*)<(?<inner>[^]+)>$`);
const ADDRESS = new RegExp(String.raw`^\s*(?<local>${DOT_ATOM}|${QUOTED})\s*@\s*(?<host>${DOT_ATOM})\s*$`);
const UNQUOTED_LOCAL_PART = new RegExp(`^${DOT_ATOM}$`);
const HOST_NAME = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Reads an address list as a To header has it (RFC 5322, section 3.4): 1 to 50 mailboxes, separated by commas.
 * Names, encoded words in them, quoted strings, comments and international domains are understood; groups, routes, address
 * literals and domains of one label are refused. So are local parts outside ASCII, which SES cannot send to (it has no
 * SMTPUTF8), and those with what looks like an encoded word: no header can show one to clients that decode addresses.
 * Duplicates are merged without regard to case, the first one counts. Every bad address is listed, of the first 50.
 *
 * Fault messages quote the addresses: show them to the producer, log only their codes.
 *
 * @see Amazon SES API, Destination
 */
export function parseRecipients(list: string, nameOf: NameReader = decodedName): RecipientsResult {
  if (/[\p{Control}\p{Surrogate}\u2028\u2029]/u.test(list)) return { ok: false, faults: [controlCharacter()] };
  const entries = list.trim() === '' ? [] : split(list);
  const parsed = entries.slice(0, MAX_RECIPIENTS).map((entry, index) => parseMailbox(entry, index, nameOf));
  const faults = [...countFaults(entries.length), ...parsed.filter((result) => 'code' in result)];
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, recipients: merge(parsed.filter((result) => 'address' in result)) };
}

/** Splits at the commas outside quoted strings and comments; comments become spaces, as in RFC 5322. */
function split(list: string): string[] {
  const entries = [''];
  for (const [token] of list.matchAll(TOKENS)) {
    if (token === ',') entries.push('');
    else entries.push(entries.pop() + (/^\(./s.test(token) ? ' ' : token));
  }
  return entries.map((entry) => entry.trim());
}

function parseMailbox(entry: string, index: number, nameOf: NameReader): Mailbox | Fault {
  const { phrase = '', inner = entry } = NAMED.exec(entry)?.groups ?? {};
  const { local = '', host } = ADDRESS.exec(inner)?.groups ?? {};
  if (host === undefined) return malformed(entry, index, NO_GROUPS);
  const domain = asciiDomain(host);
  if (domain === undefined) return malformed(entry, index, 'a domain name such as example.com after the @');
  const localPart = normalLocalPart(local);
  const name = nameOf(phrase);
  const mailbox = { ...(name !== '' && { name }), address: `${localPart}@${domain}` };
  return limitFault(mailbox, localPart, entry, index) ?? mailbox;
}

/** The URL parser applies UTS 46. The characters are checked before, because it would also accept a port or a path. */
function asciiDomain(domain: string): string | undefined {
  if (!/^[a-z0-9.\-\u{80}-\u{10FFFF}]+$/iu.test(domain)) return undefined;
  const hostname = parseUrl(`http://${domain}/`)?.hostname;
  return hostname !== undefined && HOST_NAME.test(hostname) ? hostname : undefined;
}

/** Canonical form: quoted only if necessary, so that `"ann"@example.com` equals `ann@example.com`. */
function normalLocalPart(localPart: string): string {
  const content = unquote(localPart);
  return UNQUOTED_LOCAL_PART.test(content) ? content : `"${content.replace(/["\\]/g, '\\$&')}"`;
}

type NameReader = (phrase: string) => string;

/** RFC 2047, section 5 (3): encoded words stand for words of the phrase; in a quoted string they are plain text. */
const decodedName: NameReader = (phrase) => headerText(mapUnquoted(phrase, decodeWords));

/** Leaves encoded words undecoded: the digests of the audit chain are made of this form, which must not change. */
export const writtenName: NameReader = (phrase) => headerText(mapUnquoted(phrase, String));

const mapUnquoted = (phrase: string, read: (text: string) => string): string =>
  phrase
    .split(new RegExp(`(${QUOTED})`, 'u'))
    .map((part) => (part.startsWith('"') ? unquote(part) : read(part)))
    .join('');

const unquote = (text: string): string => (text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/gu, '$1') : text);

function limitFault(mailbox: Mailbox, localPart: string, entry: string, index: number): Fault | undefined {
  const { name = '', address } = mailbox;
  if (!/^[\x20-\x7E]+$/.test(localPart) || localPart === '""') return malformed(entry, index, 'ASCII before the @');
  if (holdsWord(localPart)) return malformed(entry, index, 'no encoded word before the @');
  if (localPart.length > MAX_LOCAL_PART_LENGTH) return tooLong('local part', localPart, MAX_LOCAL_PART_LENGTH, index);
  if (address.length > MAX_ADDRESS_LENGTH) return tooLong('address', address, MAX_ADDRESS_LENGTH, index);
  return name.length > MAX_NAME_LENGTH ? tooLong('name', name, MAX_NAME_LENGTH, index) : undefined;
}

function merge(mailboxes: readonly Mailbox[]): Mailbox[] {
  const byAddress = new Map<string, Mailbox>();
  for (const mailbox of mailboxes) {
    const key = targetOf(mailbox);
    byAddress.set(key, byAddress.get(key) ?? mailbox);
  }
  return [...byAddress.values()];
}

function countFaults(count: number): Fault[] {
  if (count === 0) return [fault('missing', 'recipients is empty, expected 1 to 50 addresses separated by commas')];
  if (count <= MAX_RECIPIENTS) return [];
  return [
    fault(
      'too_many',
      `recipients has ${count} addresses, expected at most ${MAX_RECIPIENTS}; send several notifications`,
    ),
  ];
}

const fault = (kind: string, message: string): Fault => ({
  code: `notification.recipients.${kind}`,
  path: '/recipients',
  message,
});
const controlCharacter = (): Fault =>
  fault('control_character', 'recipients holds a line break, control character or lone surrogate; remove it');
const malformed = (entry: string, index: number, expected: string): Fault =>
  fault('address_malformed', `address ${index + 1} of recipients is ${shown(entry)}, expected ${expected}`);
const tooLong = (what: string, value: string, max: number, index: number): Fault =>
  fault(
    'too_long',
    `${what} ${index + 1} of recipients has ${value.length} characters (${shown(value)}), expected at most ${max}`,
  );
const shown = (value: string): string => JSON.stringify(value.length <= 60 ? value : `${value.slice(0, 60)}…`);

/** Formats a mailbox for a header; `parseRecipients` parses it back to the same mailbox. */
export const formatMailbox = ({ name, address }: Mailbox): string =>
  name === undefined ? address : `"${name.replace(/[\\"]/g, '\\$&')}" <${address}>`;

/** Canonical form of an address, for comparison, storage and suppression: lower case, the domain in Punycode. */
export const targetOf = ({ address }: Pick<Mailbox, 'address'>): string => address.toLowerCase();

/** The canonical form of user input such as `Ada <Ada@Bücher.example>`; undefined unless it is one address. */
export function readTarget(text: string): string | undefined {
  const parsed = parseRecipients(text);
  const [mailbox, ...others] = parsed.ok ? parsed.recipients : [];
  return mailbox === undefined || others.length > 0 ? undefined : targetOf(mailbox);
}
