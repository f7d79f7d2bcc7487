import { lruCache } from '../../domain/kit/cache/lru-cache';
import type { PostResult } from '../../domain/webhook/outcome/post-result';
import { type Clock, systemClock } from '../../ports/clock';
import { type AddressPolicy, checkUrl } from '../address/address';
import { dnsResolve, type Resolve } from '../address/resolve';
import { connectionPool } from './connection-pool';
import { exchange } from './exchange';

/** Standard Webhooks recommends 15–30 seconds. */
export const TOTAL_TIMEOUT_MS = 15_000;
export const IDLE_TIMEOUT_MS = 5_000;
/** URLs whose checks passed, with the parsed form of each. */
const MAX_URLS = 1_000;

export interface PosterOptions {
  readonly policy: AddressPolicy;
  /** From name resolution to the last byte of the response. @default 15,000 */
  readonly totalTimeoutMs?: number;
  /**
   * Applies to each of: name resolution, connecting, the TLS handshake, the next bytes of a body. Does not apply while the
   * receiver processes the request. @default 5,000
   */
  readonly idleTimeoutMs?: number;
  /** @default `dnsResolve`, with the operating system's name servers */
  readonly resolve?: Resolve;
  /** PEM of the authorities to trust instead of Node's; certificates are always verified. @default Node's */
  readonly ca?: string;
  /** @default the system's clock */
  readonly clock?: Clock;
}

export interface PostRequest {
  /** Must pass `checkUrl`. */
  readonly url: string;
  /** `OPTIONS` is the handshake that asks whether an endpoint agrees to be called. @default POST */
  readonly method?: 'POST' | 'OPTIONS';
  /** `user-agent`, `accept-encoding`, and headers of the connection and of the body's length are replaced. */
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as UTF-8, byte for byte; empty for `OPTIONS`. */
  readonly body: string;
}

/**
 * Sends one request, a POST by default, and returns its result. If a kept-alive connection turns out to be closed, within a
 * second and before a byte of the response, the request is sent once more on a new connection: a server may close an idle
 * connection at any moment. A receiver that processed the first request detects the repetition by `webhook-id`.
 *
 * @throws TypeError for headers that HTTP does not allow, which is a bug in the caller
 */
export type Post = (request: PostRequest) => Promise<PostResult>;

/** Create it once: its connections are kept alive between posts, and do not keep the process alive. */
export function createPoster(options: PosterOptions): Post {
  const wiring = {
    totalTimeoutMs: TOTAL_TIMEOUT_MS,
    idleTimeoutMs: IDLE_TIMEOUT_MS,
    resolve: dnsResolve(),
    clock: systemClock,
    ...options,
  };
  const pool = connectionPool(wiring);
  const urls = lruCache<string, URL>(MAX_URLS);
  return async ({ url: text, method = 'POST', headers, body }) => {
    const known = urls.get(text);
    const faults = known === undefined ? checkUrl(text, options.policy) : [];
    if (faults.length > 0) return refused(faults.map(({ message }) => message).join('; '));
    const url = known ?? new URL(text);
    if (known === undefined) urls.set(text, url);
    return exchange({ url, method, headers, body }, { ...wiring, agent: pool.agentFor(url) });
  };
}

const refused = (message: string): PostResult => ({
  kind: 'failure',
  failure: 'address',
  message,
  exchange: { timings: { total: 0 } },
});
