import type { Fault } from '../../domain/kit/errors/coded-error';
import type { PostResult } from '../../domain/webhook/outcome/post-result';
import type { Post } from './post';

export interface HandshakeRequest {
  readonly url: string;
  /** Of the endpoint itself, which may let in nobody without them. */
  readonly headers: Readonly<Record<string, string>>;
  /** DNS name of whoever sends. */
  readonly origin: string;
  /** Attempts in a second that are asked for. @default any number */
  readonly ratePerSecond?: number;
}

export type Handshake =
  /** `ratePerSecond` is left out where any number is granted. */
  { readonly kind: 'granted'; readonly ratePerSecond?: number } | { readonly kind: 'refused'; readonly fault: Fault };

/**
 * Asks an endpoint whether it agrees to be sent webhooks. Whoever can be posted to could otherwise be flooded by
 * somebody who gives their URL for his own.
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

/** The header is of whole requests, at least one. */
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

/** Names of hosts are the same in any case. */
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
