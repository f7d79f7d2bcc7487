import { isIntact, type Link, NO_LINK, nextLink } from './link';

const content = {
  tenant: 'acme',
  at: '2026-11-23T09:30:00.000Z',
  keptUntil: 2_000_000_000,
  entries: [{ id: '01JDCQ7Z3K9V5N8X2M4T6R0WYA', digest: 'd1' }],
};
const first = nextLink(NO_LINK, content);

describe('a link', () => {
  it('is number 1 and follows nothing where it is the first', () => {
    expect(first).toEqual({ ...content, seq: 1, previous: '', hash: expect.stringMatching(/^[\w-]{43}$/) });
  });

  it('follows the hash of the one before', () => {
    expect(nextLink(first, content)).toMatchObject({ seq: 2, previous: first.hash });
  });

  it('is intact however its members are ordered, and whatever is kept beside them', () => {
    const turned = Object.fromEntries(Object.entries(first).toReversed()) as unknown as Link;
    const entries = first.entries.map((entry) => ({ ...entry, note: 'of somebody else' }));
    expect([first, turned, { ...first, entries }].map(isIntact)).toEqual([true, true, true]);
  });

  it.each([
    { tenant: 'other' },
    { seq: 2 },
    { previous: 'x' },
    { at: '2026-11-23T09:30:00.001Z' },
    { keptUntil: 1 },
    { entries: [] },
    { entries: [{ id: 'x', digest: 'd1' }] },
    { entries: [{ ...content.entries[0], digest: 'x' }] },
    { hash: '' },
    { entries: undefined },
    { entries: 'x' },
    { entries: [null] },
    { entries: [7] },
  ])('is not intact with %j', (change) => {
    expect(isIntact({ ...first, ...change } as Link)).toBe(false);
  });
});
