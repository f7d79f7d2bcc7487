/** What came of one request. Network faults are results; nothing of them is thrown. */
export type PostResult = PostResponse | PostFailure;

export interface PostResponse {
  readonly kind: 'response';
  /** 200–999 as received; redirects are not followed. */
  readonly status: number;
  /** The Retry-After header as received. */
  readonly retryAfter?: string;
  /** Never decompressed, read as UTF-8. For the owner of the endpoint only: it may hold anything. */
  readonly body: string;
  /** The body went on after `MAX_BODY_BYTES`; the connection was closed. */
  readonly truncated: boolean;
  readonly durationMs: number;
}

export interface PostFailure {
  readonly kind: 'failure';
  readonly failure: PostFailureKind;
  /** Present where the response began: only its body is missing. */
  readonly status?: number;
  /** Stage and error code; no addresses, headers or bodies. */
  readonly message: string;
  readonly durationMs: number;
}

/**
 * - `address`: the URL or an address of its host is refused; nothing was sent
 * - `dns`: the name could not be resolved; nothing was sent
 * - `connect`: no TCP connection; nothing was sent
 * - `tls`: no TLS connection that can be trusted; nothing of the notification was sent
 * - `timeout`: no complete response in time; it may have been processed
 * - `reset`: the connection ended before the response did; it may have been processed
 * - `protocol`: the response is not HTTP, or its headers are too large; it may have been processed
 */
export type PostFailureKind = 'address' | 'dns' | 'connect' | 'tls' | 'timeout' | 'reset' | 'protocol';
