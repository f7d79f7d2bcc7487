import type { Fault } from '../../domain/kit/errors/coded-error';
import type { PostResult } from '../../domain/webhook/outcome/post-result';
import type { Post } from '../../http/post/post';

export interface HandshakeRequest {
  readonly url: string;
  /** The endpoint's own headers, which it may require for authentication. */
  readonly headers: Readonly<Record<string, string>>;
  /** DNS name of the sender. */
  readonly origin: string;
  /** Requested rate, in attempts per second. @default no limit */
  readonly ratePerSecond?: number;
}

export type Handshake =
  /** `ratePerSecond` is undefined if any rate is granted. */
  { readonly kind: 'granted'; readonly ratePerSecond?: number } | { readonly kind: 'refused'; readonly fault: Fault };

/**
 * Abuse protection: asks an endpoint whether it agrees to receive webhooks. Otherwise a tenant could register a third
 * party's URL and flood it.
 *
 * @see CloudEvents, HTTP 1.1 Web Hooks for Event Delivery 1.0.2, section 4
 */
export async function shakeHands(request: HandshakeRequest, post: Post): Promise<Handshake> {
  const { url, headers, origin, ratePerSecond } = request;
  const asked = {
    'webhook-request-origin': origin,
    ...(ratePerSecond !== undefined && { 'webhook-request-rate': String(perMinute(ratePerSecond)) }),
  };
  return judge(await post({ url, method: 'OPTIONS', headers: { ...headers, ...asked }, body: '' }), request);
}

/** The header's unit is whole requests per minute, at least one. */
const perMinute = (ratePerSecond: number): number => Math.max(1, Math.floor(ratePerSecond * 60));

function judge(result: PostResult, { origin, ratePerSecond }: HandshakeRequest): Handshake {
  if (result.status === undefined) return refused('failed', result.kind === 'failure' ? result.message : 'no response');
  if (result.status < 200 || result.status > 299)
    return refused('failed', `the endpoint answered HTTP ${result.status}`);
  const { 'webhook-allowed-origin': allowed, 'webhook-allowed-rate': rate } = result.headers ?? {};
  if (!allows(allowed, origin)) {
    return refused('origin', `the endpoint allows the origin ${quoted(allowed)}, expected ${quoted(origin)} or "*"`);
  }
  if (rate === undefined || rate.trim() === '*') return granted(ratePerSecond);
  if (!POSITIVE.test(rate.trim())) {
    return refused('rate', `the endpoint allows the rate ${quoted(rate)}, expected requests per minute, or "*"`);
  }
  return granted(Math.min(Number(rate) / 60, ratePerSecond ?? Number.POSITIVE_INFINITY));
}

const POSITIVE = /^0*[1-9]\d{0,8}$/;

/** Host names are case-insensitive. */
const allows = (allowed: string | undefined, origin: string): boolean =>
  allowed !== undefined && ['*', origin.toLowerCase()].includes(allowed.trim().toLowerCase());

const granted = (ratePerSecond: number | undefined): Handshake => ({
  kind: 'granted',
  ...(ratePerSecond !== undefined && { ratePerSecond }),
});

const quoted = (text: string | undefined): string =>
  text === undefined ? 'of nobody' : JSON.stringify(text.slice(0, 100));

const refused = (reason: string, message: string): Handshake => ({
  kind: 'refused',
  fault: { code: `webhook.handshake.${reason}`, path: '/url', message },
});
