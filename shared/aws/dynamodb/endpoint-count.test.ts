import { hasSameEndpoints } from './endpoint-count';

test.each([
  ['nothing changed', { version: 7, unindexed: 3 }, { version: 7, unindexed: 3 }, true],
  ['a circuit was opened and closed', { version: 7, unindexed: 3 }, { version: 9, unindexed: 5 }, true],
  ['the first circuit of the tenant was written', {}, { version: 1, unindexed: 1 }, true],
  ['an endpoint was added or removed', { version: 7, unindexed: 3 }, { version: 8, unindexed: 3 }, false],
  ['a writer that does not count changed a circuit', { version: 7 }, { version: 8 }, false],
  ['another writer counted them', { version: 7 }, { version: 8, unindexed: 1, endpoints: 4 }, false],
])('after a count during which %s, it holds: %#', (_, before, now, holds) => {
  expect(hasSameEndpoints(before, now)).toBe(holds);
});
