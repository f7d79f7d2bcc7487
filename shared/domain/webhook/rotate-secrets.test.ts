import { rotateSecrets, unexpired } from './rotate-secrets';

const now = new Date('2026-11-23T09:30:00.000Z');
const DAY = 86_400;
const secret = (name: string, expiresAt?: string) => ({ name, ...(expiresAt !== undefined && { expiresAt }) });
const rotate = (secrets: readonly ReturnType<typeof secret>[], overlapSeconds: number) =>
  rotateSecrets(secrets, secret('new'), { now, overlapSeconds });

test('the old secret is used for the overlap, and the new one first and without limit', () => {
  expect(rotate([secret('old')], DAY)).toEqual([secret('new'), secret('old', '2026-11-24T09:30:00.000Z')]);
});

test('without an overlap the old secret is gone at once', () => {
  expect(rotate([secret('old')], 0)).toEqual([secret('new')]);
});

test('a second rotation does not prolong what is expiring, and drops what has', () => {
  const secrets = [
    secret('old'),
    secret('older', '2026-11-23T10:00:00.000Z'),
    secret('oldest', '2026-11-23T09:30:00.000Z'),
  ];
  expect(rotate(secrets, DAY)).toEqual([
    secret('new'),
    secret('old', '2026-11-24T09:30:00.000Z'),
    secret('older', '2026-11-23T10:00:00.000Z'),
  ]);
});

test('a shorter overlap brings an end nearer', () => {
  expect(rotate([secret('old', '2026-11-24T00:00:00.000Z')], 60)).toEqual([
    secret('new'),
    secret('old', '2026-11-23T09:31:00.000Z'),
  ]);
});

test('a secret is used up to the moment when it expires, and not at it', () => {
  const secrets = [secret('new'), secret('old', '2026-11-23T09:30:00.001Z'), secret('older', now.toISOString())];
  expect(unexpired(secrets, now).map(({ name }) => name)).toEqual(['new', 'old']);
});
