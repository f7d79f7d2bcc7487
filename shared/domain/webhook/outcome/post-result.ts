import type { Exchange } from '../../delivery/exchange';

/** Result of one request. Network faults are results: the post never throws them. */
export type PostResult = PostResponse | PostFailure;

/** Response headers that Carillon reads; it ignores the others. */
export const HEADERS_READ = ['retry-after', 'webhook-allowed-origin', 'webhook-allowed-rate'] as const;
export type ResponseHeaders = Readonly<Partial<Record<(typeof HEADERS_READ)[number], string>>>;

export interface PostResponse {
  readonly kind: 'response';
  /** 200–999 as received; redirects are not followed. */
  readonly status: number;
  /** As received. */
  readonly headers: ResponseHeaders;
  readonly exchange: Exchange;
}

export interface PostFailure {
  readonly kind: 'failure';
  readonly failure: PostFailureKind;
  /** Present if the response started: only its body is missing. */
  readonly status?: number;
  readonly headers?: ResponseHeaders;
  /** Stage and error code; no addresses, headers or bodies. */
  readonly message: string;
  readonly exchange: Exchange;
}

/**
 * - `address`: the URL or an address of its host is refused; nothing was sent
 * - `dns`: the name could not be resolved, or not in time; nothing was sent
 * - `connect`: no TCP connection, or not in time; nothing was sent
 * - `tls`: no TLS connection that can be trusted, or not in time; nothing of the notification was sent
 * - `timeout`: no complete response in time; it may have been processed
 * - `reset`: the connection ended before the response did; it may have been processed
 * - `protocol`: the response is not HTTP, or its headers are too large; it may have been processed
 */
export type PostFailureKind = 'address' | 'dns' | 'connect' | 'tls' | 'timeout' | 'reset' | 'protocol';
