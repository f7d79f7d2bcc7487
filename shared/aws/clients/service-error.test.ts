import { errorName, ServiceError } from './service-error';

const errorOf = (headers: Record<string, string>) => new ServiceError('Throttling', 'slow down', 429, headers);

test('an error has the id of its request, by which AWS Support finds it', () => {
  expect(errorOf({ 'x-amzn-requestid': 'R1' }).$metadata).toEqual({ httpStatusCode: 429, requestId: 'R1' });
  expect(errorOf({}).$metadata).toEqual({ httpStatusCode: 429 });
});

test.each([
  ['in milliseconds', { 'x-amz-retry-after': '1500' }, 1_500],
  ['in seconds', { 'retry-after': '2' }, 2_000],
  ['in both', { 'x-amz-retry-after': '1500', 'retry-after': '2' }, 1_500],
  ['as a date, which no AWS service documents', { 'retry-after': 'Mon, 30 Nov 2026 09:00:00 GMT' }, undefined],
  ['as no wait', { 'retry-after': '0' }, undefined],
])('an error has the wait that the response asks for %s', (_, headers, ms) => {
  expect(errorOf(headers).retryAfterMs).toBe(ms);
});

test.each([
  ['ValidationException', 'ValidationException'],
  ['com.amazonaws.dynamodb.v20120810#ValidationException', 'ValidationException'],
  ['ValidationException:http://internal.amazon.com/#fragment', 'ValidationException'],
  ['a#ValidationException,Other', 'ValidationException'],
])('the name of %s', (type, name) => {
  expect(errorName(type)).toBe(name);
});
