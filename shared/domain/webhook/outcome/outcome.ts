import type { Exchange } from '../../delivery/exchange';
import { type Delivered, delivered, type Rejected, type Retry, rejected, retry } from '../../delivery/outcome';
import { classOf, type OutcomeClass, verdictOf } from './outcome-classes';
import type { PostFailure, PostResult } from './post-result';
import { retryAfterSeconds } from './retry-after';

/** The endpoint asked for no more webhooks. */
export const ENDPOINT_IS_GONE = 'endpoint is gone';

/** An outcome with the exchange for the attempt log. */
export type WebhookOutcome = (Delivered | Rejected | Retry) & {
  readonly exchange: Exchange & { readonly class: OutcomeClass };
};

/**
 * The outcome of a post, by its class. A retry waits at least as long as the Retry-After header asks for.
 *
 * @param nowMs Unix time in milliseconds, for comparison with a Retry-After date
 * @see Standard Webhooks 1.0.0, "Delivery success and failure"
 */
export function outcome(result: PostResult, nowMs: number): WebhookOutcome {
  const name = classOf(result);
  const exchange = { ...result.exchange, class: name };
  return { ...withoutExchange(result, name, nowMs), exchange };
}

function withoutExchange(result: PostResult, name: OutcomeClass, nowMs: number): Delivered | Rejected | Retry {
  const verdict = verdictOf(name);
  const reason = name === 'gone' ? ENDPOINT_IS_GONE : reasonOf(result);
  if (verdict === 'delivered') return delivered(reason);
  if (verdict === 'rejected') return rejected(reason);
  return retry(reason, retryAfterSeconds(result.headers?.['retry-after'], nowMs));
}

/** The status is known, though the rest of the response may have been cut off. */
const reasonOf = (result: PostResult): string => {
  if (result.status === undefined) return (result as PostFailure).message;
  return result.kind === 'failure' ? `HTTP ${result.status}, then ${result.message}` : `HTTP ${result.status}`;
};
