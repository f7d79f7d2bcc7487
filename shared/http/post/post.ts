import http from 'node:http';
import https from 'node:https';
import { version } from '../../../package.json';
import type { PostResult } from '../../domain/webhook/outcome/post-result';
import { type Clock, systemClock } from '../../ports/clock';
import { type AddressPolicy, checkUrl } from '../address/address';
import { dnsResolve, type Resolve } from '../address/resolve';
import { FREE_SOCKET_MS, keptConnections } from '../kept-connections';
import { exchange } from './exchange';

/** Standard Webhooks recommends 15–30 seconds. */
export const TOTAL_TIMEOUT_MS = 15_000;
export const IDLE_TIMEOUT_MS = 5_000;
/** Idle keep-alive connections of all receivers: a Lambda has 1,024 file descriptors, a tenant a thousand endpoints. */
export const MAX_FREE_SOCKETS = 200;

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
  /** `user-agent` and `accept-encoding` are replaced. */
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
  const pool = createPool(options);
  const wiring = {
    totalTimeoutMs: TOTAL_TIMEOUT_MS,
    idleTimeoutMs: IDLE_TIMEOUT_MS,
    resolve: dnsResolve(),
    clock: systemClock,
    ...options,
  };
  return async ({ url: text, method = 'POST', headers, body }) => {
    const faults = checkUrl(text, options.policy);
    if (faults.length > 0) return refused(faults.map(({ message }) => message).join('; '));
    const url = new URL(text);
    const agent = pool.agentFor(url);
    return exchange({ url, method, headers: { ...headers, ...OUR_HEADERS }, body }, { ...wiring, agent });
  };
}

const OUR_HEADERS = { 'user-agent': `Carillon/${version}`, 'accept-encoding': 'identity' };

const refused = (message: string): PostResult => ({
  kind: 'failure',
  failure: 'address',
  message,
  exchange: { timings: { total: 0 } },
});

const createPool = ({ ca, clock = systemClock }: Pick<PosterOptions, 'ca' | 'clock'>) => {
  const keepAlive = { keepAlive: true, timeout: FREE_SOCKET_MS };
  const plain = new http.Agent(keepAlive);
  // Explicit, so that no environment variable or flag of Node weakens TLS.
  const secure = new https.Agent({ ...keepAlive, rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(ca && { ca }) });
  const refresh = keptConnections([plain, secure], clock, MAX_FREE_SOCKETS);
  return {
    /** Does not limit connections in use: a post that waits for a socket would time out. The batch size limits them. */
    agentFor: (url: URL): http.Agent => {
      refresh();
      return url.protocol === 'https:' ? secure : plain;
    },
  };
};
