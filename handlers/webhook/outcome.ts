import { type DeliveryOutcome, delivered, rejected, retry } from '../../shared/domain/outcome';
import type { PostFailure, PostResult, ResponseHeaders } from './post-result';
import { retryAfterSeconds } from './retry-after';

/** The endpoint asked for no more webhooks. Nothing disables it by itself. */
export const ENDPOINT_IS_GONE = 'endpoint is gone';

/**
 * What a post came to. Success is 2xx alone, whatever happens to the rest of the response: the receiver has said that
 * it took the event. Permanent are 410 and a refused address; everything else is retried, and
 * waits as long as a Retry-After header asks for, whatever the status.
 *
 * @param nowMs Unix time in milliseconds, which a Retry-After date is compared with
 * @see Standard Webhooks 1.0.0, "Delivery success and failure"
 */
export function outcome(result: PostResult, nowMs: number): DeliveryOutcome {
  const { status, headers } = result;
  if (status !== undefined) return ofStatus(status, headers, nowMs);
  const { failure, message } = result as PostFailure;
  return failure === 'address' ? rejected(message) : retry(message);
}

const ofStatus = (status: number, headers: ResponseHeaders | undefined, nowMs: number): DeliveryOutcome => {
  const reference = `HTTP ${status}`;
  if (status >= 200 && status < 300) return delivered(reference);
  if (status === 410) return rejected(ENDPOINT_IS_GONE);
  return retry(reference, retryAfterSeconds(headers?.['retry-after'], nowMs));
};
