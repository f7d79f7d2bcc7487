import { isThrottlingError, isTransientError } from '@smithy/core/retry';
import { backoffMs, retryQuota } from './retry';
import { type Failure, isRetryable, isThrottling } from './retryable';

describe('a failure is retried', () => {
  it.each([
    ['throttled by the table', { name: 'ProvisionedThroughputExceededException', $metadata: { httpStatusCode: 400 } }],
    ['throttled by the account', { name: 'RequestLimitExceeded', $metadata: { httpStatusCode: 400 } }],
    ['throttled by KMS', { name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } }],
    ['throttled by SQS', { name: 'RequestThrottled', $metadata: { httpStatusCode: 403 } }],
    ['an error of the service', { name: 'InternalServerError', $metadata: { httpStatusCode: 500 } }],
    ['unavailable', { name: 'HTTP 503', $metadata: { httpStatusCode: 503 } }],
    ['too many requests', { name: 'HTTP 429', $metadata: { httpStatusCode: 429 } }],
    ['a kept connection that the service closed', { name: 'Error', code: 'ECONNRESET' }],
    ['a host without a route', { name: 'Error', code: 'EHOSTUNREACH' }],
    ['a request that the service did not get in time', { name: 'RequestTimeout', $metadata: { httpStatusCode: 400 } }],
    ['a response that did not come', { name: 'TimeoutError' }],
  ])('if it was %s', (_, failure) => {
    expect(isRetryable(failure)).toBe(true);
  });

  it.each([
    ['a condition that did not hold', { name: 'ConditionalCheckFailedException', $metadata: { httpStatusCode: 400 } }],
    ['a cancelled transaction', { name: 'TransactionCanceledException', $metadata: { httpStatusCode: 400 } }],
    ['a mistake of ours', { name: 'ValidationException', $metadata: { httpStatusCode: 400 } }],
    ['a permission that is missing', { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } }],
    ['a table that is gone', { name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 400 } }],
  ])('but not %s', (_, failure) => {
    expect(isRetryable(failure)).toBe(false);
  });
});

const busy = { name: 'InternalServerError' };
const throttled = { name: 'ThrottlingException' };

test('failures are classified as the AWS SDK does', () => {
  const names = `AccessDeniedException BandwidthLimitExceeded ConditionalCheckFailedException EC2ThrottledException Error
    InternalServerError InvalidSignatureException LimitExceededException PriorRequestNotComplete
    ProvisionedThroughputExceededException RequestExpired RequestLimitExceeded RequestThrottled RequestThrottledException
    RequestTimeTooSkewed RequestTimeout RequestTimeoutException SlowDown ThrottledException Throttling ThrottlingError
    ThrottlingException TimeoutError TooManyRequestsException TransactionConflictException TransactionInProgressException`;
  const codes = `EAI_AGAIN ECONNABORTED ECONNREFUSED ECONNRESET EHOSTUNREACH ENETUNREACH ENOTFOUND EPIPE EPROTO ETIMEDOUT
    HPE_INVALID_CONSTANT`;
  const failures = [
    ...names.split(/\s+/).map((name) => ({ name })),
    ...codes.split(/\s+/).map((code) => ({ name: 'Error', code })),
    ...[400, 401, 403, 404, 408, 413, 429, 500, 501, 502, 503, 504, 505, 509].map((httpStatusCode) => ({
      name: 'Unknown',
      $metadata: { httpStatusCode },
    })),
    { name: 'InvalidSignatureException', message: 'Signature expired: 20261130T061955Z is now earlier than …' },
  ];
  const ofSdk = (failure: Failure) => {
    const error = failure as Parameters<typeof isThrottlingError>[0];
    return { failure, isThrottling: isThrottlingError(error), isTransient: isTransientError(error) };
  };
  const ours = (failure: Failure) => {
    const isSlow = isThrottling(failure);
    return { failure, isThrottling: isSlow, isTransient: isRetryable(failure) && !isSlow };
  };
  expect(failures.map(ours)).toEqual(failures.map(ofSdk));
});

test('the backoff doubles with each retry, is longer after throttling, and never longer than 20 s', () => {
  expect([1, 2, 3].map((retry) => backoffMs(busy, retry, 1, 25))).toEqual([25, 50, 100]);
  expect([1, 2, 3].map((retry) => backoffMs(throttled, retry, 1, 25))).toEqual([1_000, 2_000, 4_000]);
  expect([1, 0.5].map((random) => backoffMs(throttled, 20, random, 25))).toEqual([20_000, 10_000]);
  expect(backoffMs(busy, 1, 0.25, 100)).toBe(25);
});

test('the backoff is what the service asks for, up to 5 s longer than without', () => {
  const asked = [10, 3_000, 60_000].map((retryAfterMs) => backoffMs({ ...throttled, retryAfterMs }, 1, 0.5, 25));
  expect(asked).toEqual([500, 3_000, 5_500]);
});

test('retries of a client that fails for long run out, and successes earn them back', () => {
  const quota = retryQuota();
  const takes = Array.from({ length: 36 }, () => quota.take(busy));
  expect([takes[34], takes[35]]).toEqual([14, undefined]);
  expect([quota.take(throttled), quota.take(throttled)]).toEqual([5, 5]);
  for (let n = 0; n < 14; n++) quota.refund();
  expect([quota.take(busy), quota.take(busy)]).toEqual([14, undefined]);
});

test('a stale connection costs no tokens and no wait', () => {
  const quota = retryQuota();
  const stale = { name: 'Error', code: 'ECONNRESET', isStale: true };
  expect(Array.from({ length: 600 }, () => quota.take(stale))).not.toContain(undefined);
  expect([isRetryable(stale), quota.take(busy), backoffMs(stale, 3, 1, 50)]).toEqual([true, 14, 0]);
});
