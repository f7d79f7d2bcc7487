import type { IncomingHttpHeaders } from 'node:http';

/** `*.localhost` never leaves the machine (RFC 6761); SDKs use it for virtual-hosted buckets. */
const OWN_NAME = /^(?:127\.0\.0\.1|(?:[\w-]+\.)*localhost)$/i;
/** No page can set this header. */
const OPENED = ['none', 'same-origin'];

/**
 * The reason to refuse a request to a server on loopback, or undefined. A web page can send requests there that need no
 * CORS preflight; a name that its owner resolves to 127.0.0.1 (DNS rebinding) makes them same-origin, but for the Host.
 * Browsers without `Sec-Fetch-Site` are recognised by their `User-Agent`, which no page can change without a preflight.
 *
 * @param isPage whether a person opens the path in a browser: allowed if its address was typed, or by a page of the same origin
 */
export function browserRefusal(headers: IncomingHttpHeaders, port: number, isPage = false): string | undefined {
  if (!isOwnHost(headers.host ?? '', port)) return `the Host header must be 127.0.0.1:${port} or localhost:${port}`;
  if (isPage && OPENED.includes(headers['sec-fetch-site'] as string)) return undefined;
  return isOfBrowser(headers) ? 'this server is not for web browsers' : undefined;
}

function isOwnHost(host: string, port: number): boolean {
  const suffix = `:${port}`;
  return host.endsWith(suffix) && OWN_NAME.test(host.slice(0, -suffix.length));
}

const isOfBrowser = (headers: IncomingHttpHeaders): boolean =>
  headers.origin !== undefined ||
  headers['sec-fetch-site'] !== undefined ||
  (headers['user-agent'] ?? '').startsWith('Mozilla/');
