import { bareHost } from '../address/bare-host';

/** The parts of a URL that a request needs; each of the URL's own getters cuts a new string. */
export interface RequestTarget {
  readonly protocol: string;
  /** Without the brackets of an IPv6 address. */
  readonly hostname: string;
  readonly port: string;
  /** With the query. */
  readonly path: string;
  /** For the `host` header. */
  readonly host: string;
}

const targets = new WeakMap<URL, RequestTarget>();

/** Memoized for as long as the URL object is in memory; the URL must not change. */
export function requestTarget(url: URL): RequestTarget {
  const known = targets.get(url);
  if (known) return known;
  const { protocol, port, host } = url;
  const target = { protocol, hostname: bareHost(url), port, path: url.pathname + url.search, host };
  targets.set(url, target);
  return target;
}
