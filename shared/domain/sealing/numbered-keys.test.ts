import { byNumber, nextKeyId, sealingKey, sealsFrom } from './numbered-keys';

const key = (id: string, createdAt: string) => ({ id, createdAt });
const keys = [key('1', '2026-11-23T09:00:00Z'), key('2', '2026-11-23T09:30:00Z'), key('3', '2026-11-23T09:31:00Z')];

describe('the key that seals', () => {
  it.each([
    ['2026-11-23T08:00:00.000Z', '1'],
    ['2026-11-23T09:30:59.999Z', '1'],
    ['2026-11-23T09:31:00.000Z', '2'],
    ['2026-11-23T09:31:59.999Z', '2'],
    ['2026-11-23T09:32:00.000Z', '3'],
  ])('at %s is %s: the newest that is a minute old', (now, expected) => {
    expect(sealingKey(keys, new Date(now))?.id).toBe(expected);
  });

  it('is the first at once', () => {
    expect(sealsFrom(key('1', '2026-11-23T09:00:00Z'))).toEqual(new Date('2026-11-23T09:00:00Z'));
    expect(sealsFrom(key('2', '2026-11-23T09:00:00Z'))).toEqual(new Date('2026-11-23T09:01:00Z'));
  });

  it('is the oldest where none is old enough, and none where there is none', () => {
    expect(sealingKey(keys.slice(1), new Date('2026-11-23T09:00:00Z'))?.id).toBe('2');
    expect(sealingKey([], new Date())).toBeUndefined();
  });
});

it('numbers follow each other, also where one was removed', () => {
  expect([nextKeyId([]), nextKeyId(keys), nextKeyId(keys.slice(2))]).toEqual(['1', '4', '4']);
});

it('keys are sorted by number and not as texts', () => {
  const unsorted = ['10', '9', '1'].map((id) => key(id, ''));
  expect(unsorted.toSorted(byNumber).map(({ id }) => id)).toEqual(['1', '9', '10']);
});
