import { suppressed } from '../../../../shared/domain/delivery/outcome';
import { outcome } from '../../../../shared/domain/webhook/outcome/outcome';
import { type CircuitEffect, circuitEffect } from './circuit-effect';

const answered = (status: number, headers = {}) =>
  outcome({ kind: 'response', status, headers, exchange: { status, timings: { total: 1 } } }, 0);

test.each<[number, string | undefined, CircuitEffect]>([
  [204, undefined, 'success'],
  [410, undefined, 'gone'],
  [429, '299.997', 'nothing'],
  [429, 'Thu, 01 Jan 1970 00:01:00 GMT', 'nothing'],
  [429, undefined, 'failure'],
  [429, '0', 'failure'],
  [429, 'soon', 'failure'],
  [503, '60', 'failure'],
  [500, '60', 'failure'],
  [302, '60', 'failure'],
])('HTTP %i with Retry-After %p counts as %s of the endpoint', (status, retryAfter, effect) => {
  expect(circuitEffect(answered(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter }))).toBe(effect);
});

test('an attempt without a post has no effect on the circuit', () => {
  expect(circuitEffect(suppressed('the endpoint was removed'))).toBe('nothing');
});
