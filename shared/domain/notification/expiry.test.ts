import { expiryReason, isExpired } from './expiry';

const now = new Date('2026-11-23T09:30:00Z');

it.each([
  ['without an expiry time', undefined, false],
  ['a moment before', '2026-11-23T09:30:00.001Z', false],
  ['at the moment', '2026-11-23T09:30:00Z', true],
  ['after it', '2026-11-23T09:29:59Z', true],
  ['in another zone, before', '2026-11-23T10:30:01+01:00', false],
  ['in another zone, after', '2026-11-23T10:29:59+01:00', true],
])('says whether a notification is expired %s', (_what, expirytime, expected) => {
  expect(isExpired(expirytime === undefined ? {} : { expirytime }, now)).toBe(expected);
});

it('says when it expired', () => {
  expect(expiryReason({ expirytime: '2026-11-23T09:30:00Z' })).toBe('expired at 2026-11-23T09:30:00Z');
});
