import { backoffMs, isRetryable, retryQuota } from './retry';

describe('a failure is retried', () => {
  it.each([
    ['throttled by the table', { name: 'ProvisionedThroughputExceededException', status: 400 }],
    ['throttled by the account', { name: 'RequestLimitExceeded', status: 400 }],
    ['throttled by KMS', { name: 'ThrottlingException', status: 400 }],
    ['throttled by SQS', { name: 'RequestThrottled', status: 403 }],
    ['an error of the service', { name: 'InternalServerError', status: 500 }],
    ['unavailable', { name: 'HTTP 503', status: 503 }],
    ['too many requests', { name: 'HTTP 429', status: 429 }],
    ['a kept connection that the service closed', { name: 'Error', code: 'ECONNRESET' }],
    ['a host without a route', { name: 'Error', code: 'EHOSTUNREACH' }],
    ['a request that the service did not get in time', { name: 'RequestTimeout', status: 400 }],
    ['a response that did not come', { name: 'TimeoutError' }],
  ])('if it was %s', (_, failure) => {
    expect(isRetryable(failure)).toBe(true);
  });

  it.each([
    ['a condition that did not hold', { name: 'ConditionalCheckFailedException', status: 400 }],
    ['a cancelled transaction', { name: 'TransactionCanceledException', status: 400 }],
    ['a mistake of ours', { name: 'ValidationException', status: 400 }],
    ['a permission that is missing', { name: 'AccessDeniedException', status: 400 }],
    ['a table that is gone', { name: 'ResourceNotFoundException', status: 400 }],
  ])('but not %s', (_, failure) => {
    expect(isRetryable(failure)).toBe(false);
  });
});

test('the backoff doubles with each retry, is longer after throttling, and never longer than 20 s', () => {
  const failed = { name: 'InternalServerError', status: 500 };
  const throttled = { name: 'ThrottlingException', status: 400 };
  expect([1, 2, 3].map((retry) => backoffMs(failed, retry, 1))).toEqual([100, 200, 400]);
  expect([1, 2, 3].map((retry) => backoffMs(throttled, retry, 1))).toEqual([500, 1_000, 2_000]);
  expect(backoffMs(throttled, 20, 1)).toBe(20_000);
  expect(backoffMs(failed, 1, 0.25)).toBe(25);
});

test('retries of a client that fails for long run out, and successes earn them back', () => {
  const quota = retryQuota();
  const failed = { name: 'InternalServerError' };
  const takes = Array.from({ length: 101 }, () => quota.take(failed));
  expect([takes[99], takes[100]]).toEqual([5, undefined]);
  for (let n = 0; n < 5; n++) quota.refund();
  expect([quota.take(failed), quota.take(failed)]).toEqual([5, undefined]);
});
