import { NOW, testId } from '../../producer/testing/test-producer';
import { identify } from './identify';

describe('id and time', () => {
  const clock = { now: () => NOW };
  const value = { id: testId(7), time: '2020-01-01T00:00:00Z', type: 'order.shipped' };

  test('are added if they are missing', () => {
    expect(identify({}, clock)({ value: { type: 'a' } })).toEqual({
      value: { id: expect.stringMatching(/^01M83VVAE0/), time: '2026-11-23T09:30:00.000Z', type: 'a' },
    });
  });

  test('are kept if they are given, so that a retry is idempotent', () => {
    expect(identify({}, clock)({ value, line: 3 })).toEqual({ value, line: 3 });
  });

  test('are replaced with --as-new', () => {
    const replaced = identify({ asNew: true }, clock)({ value });
    expect(replaced).toEqual({ value: { ...value, id: expect.any(String), time: '2026-11-23T09:30:00.000Z' } });
    expect(replaced).not.toMatchObject({ value: { id: value.id } });
  });
});
