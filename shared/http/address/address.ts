import { isIP } from 'node:net';
import type { Fault } from '../../domain/kit/errors/coded-error';
import { INVISIBLE } from '../../domain/kit/text/invisible';
import { parseUrl } from '../../domain/kit/text/parse-url';
import { bareHost } from './bare-host';
import { type AddressPolicy, checkAddress, isLoopback, reachFaults } from './public-address';

export { type AddressPolicy, checkAddress, isPublicAddress, parsePorts } from './public-address';

/** In characters, for both the given and the normalised URL. */
export const MAX_URL_LENGTH = 2048;

/**
 * All faults of an endpoint's URL that can be found without DNS (SSRF protection). Runs when an endpoint is saved and
 * before every attempt; `checkTarget` then checks the resolved address.
 *
 * Checks the host in the canonical form of the WHATWG URL parser, because the socket connects to that: `0x7f.1`,
 * `2130706433` and full-width digits are all 127.0.0.1.
 */
export function checkUrl(text: string, policy: AddressPolicy): Fault[] {
  const url = parseUrl(text);
  if (url === undefined) return [fault('malformed', 'the text is not an absolute URL; write https://host/path')];
  if (!HTTP.has(url.protocol)) return checkScheme(url, policy);
  return CHECKS.flatMap((check) => check(url, policy, text));
}

/**
 * Faults if a request for the URL must not go to this address: `checkAddress`, and a URL that is only allowed for loopback
 * (http, any port) must resolve to loopback.
 */
export function checkTarget(url: URL, ip: string, policy: AddressPolicy): Fault[] {
  const faults = checkAddress(ip, policy);
  if (faults.length > 0 || isLoopback(ip) || (isSecure(url) && isAllowedPort(url, policy))) return faults;
  const message = `${url.origin} is only allowed for loopback, and the host is not loopback; use https on port 443`;
  return [{ code: 'webhook.address.not_loopback', path: '', message }];
}

type Check = (url: URL, policy: AddressPolicy, text: string) => Fault[];

const fault = (reason: string, message: string): Fault => ({ code: `webhook.url.${reason}`, path: '', message });
const failsWhen = (broken: boolean, reason: string, message: string): Fault[] =>
  broken ? [fault(reason, message)] : [];

const HTTP = new Set(['https:', 'http:']);
const HTTPS_PORT = 443;

const NOT_IN_A_URL = new RegExp(`[${INVISIBLE}\\\\]`, 'u');

const checkSpelling: Check = (_, __, text) =>
  failsWhen(
    // The WHATWG parser drops or replaces these characters, and other parsers might not.
    NOT_IN_A_URL.test(text) || !/^https?:\/\/[^/]/i.test(text),
    'malformed',
    'the URL has a space, a control or invisible character, a backslash or not two slashes; write https://host/path',
  );

const checkLength: Check = ({ href }, _, text) => {
  const length = Math.max(text.length, href.length);
  const message = `the URL has ${length} characters, allowed are ${MAX_URL_LENGTH}; shorten it`;
  return failsWhen(length > MAX_URL_LENGTH, 'too_long', message);
};

const checkScheme = (url: URL, policy: AddressPolicy): Fault[] => {
  const tolerated = url.protocol === 'http:' && mayBeLoopback(url, policy);
  const message = `the scheme is ${shown(url.protocol.slice(0, -1))}, allowed is https; use https`;
  return failsWhen(!isSecure(url) && !tolerated, 'scheme', message);
};

const checkPort: Check = (url, policy) => {
  const allowed = [...new Set([HTTPS_PORT, ...policy.allowedPorts])].join(', ');
  const message = `the port is ${url.port}, allowed: ${allowed}; use 443`;
  return failsWhen(!isAllowedPort(url, policy) && !mayBeLoopback(url, policy), 'port', message);
};

// Webhooks are signed, so URLs need no credentials, which would end up in logs; an empty user name only hides the host.
const checkUserinfo: Check = (_, __, text) =>
  failsWhen(
    /^\w+:\/*[^/?#]*@/.test(text),
    'userinfo',
    'the URL has a user name or password; remove it, requests are signed',
  );

const checkFragment: Check = (_, __, text) =>
  failsWhen(text.includes('#'), 'fragment', 'the URL has a fragment, which is never sent; remove it');

const checkHost: Check = (url, policy) => {
  const literal = literalOf(url);
  return literal === undefined ? checkName(url.hostname, policy) : checkLiteral(literal, policy);
};

const checkLiteral = (literal: string, policy: AddressPolicy): Fault[] => {
  const faults = checkAddress(literal, policy);
  return faults.length > 0 ? faults : reachFaults(`the address ${literal}`, [literal]);
};

/** Names that are not public by definition: RFC 6761, RFC 6762, RFC 8375 and ICANN's reservation of `internal`. */
const PRIVATE_NAME = /(^|\.)(localhost|local|internal|home\.arpa)$/;
const LOOPBACK_NAME = /(^|\.)localhost$/;

const checkName = (name: string, { allowLoopback }: AddressPolicy): Fault[] => {
  if (allowLoopback && LOOPBACK_NAME.test(name)) return [];
  const broken = !name.includes('.') || name.endsWith('.') || PRIVATE_NAME.test(name);
  return failsWhen(broken, 'host', `the host is ${shown(name)}, allowed are public names without a final dot`);
};

/** True for a loopback literal and for any name: `checkTarget` decides after the name is resolved. */
const mayBeLoopback = (url: URL, { allowLoopback }: AddressPolicy): boolean =>
  allowLoopback && isLoopback(literalOf(url) ?? '127.0.0.1');

const literalOf = (url: URL): string | undefined => {
  const host = bareHost(url);
  return isIP(host) === 0 ? undefined : host;
};

const isSecure = ({ protocol }: URL): boolean => protocol === 'https:';
/** The parser drops the default port of the scheme; http with port 80 is refused by its scheme. */
const isAllowedPort = ({ port }: URL, { allowedPorts }: AddressPolicy): boolean =>
  port === '' || [HTTPS_PORT, ...allowedPorts].includes(Number(port));
const shown = (text: string): string => JSON.stringify(text.slice(0, 64));

const CHECKS: readonly Check[] = [
  checkSpelling,
  checkLength,
  checkScheme,
  checkPort,
  checkUserinfo,
  checkFragment,
  checkHost,
];
