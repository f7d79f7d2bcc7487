import { type ChainEvidence, hasExpired, linkAt, type Page, type Place, type Walk } from './chain-walk';
import type { Finding } from './finding';
import { judgeLink, removed, trustedAt } from './judge-link';
import { judgeEntries, judgeLateRecord, unlisted } from './judge-records';
import { type Head, NO_LINK } from './link';

export interface ChainVerifier {
  /** Ids of the records to look at when this place is visited: none where they may have expired. */
  recordsOf(place: Place): readonly string[];
  /** For every place, in order, from the first. Places of which nothing is left are told by the next. */
  visit(place: Place, page: Page): readonly Finding[];
  /** After the last. */
  end(): readonly Finding[];
  /** After the end, for every record that says it is the tenant's, in any order. */
  inspect(page: Page): readonly Finding[];
  /** Counted so far. */
  readonly tally: { readonly links: number; readonly records: number; readonly expired: number };
}

/**
 * Walks a chain, then whatever else the table holds, and names everything that is not as it was. A chain and its records
 * may be longer than memory: what is kept of them is the last link, and of those that are findings what proves others.
 */
export function chainVerifier(evidence: ChainEvidence): ChainVerifier {
  const { anchored, now } = evidence;
  const walk: Walk = {
    ...{ ...evidence, restored: new Map(), misplaced: new Set(), hashed: new WeakMap() },
    tally: { links: 0, records: 0, expired: 0 },
  };
  const highest = [...anchored.keys()].reduce((most, seq) => Math.max(most, seq), 0);
  let last: Head | undefined = NO_LINK;
  let seq = 0;
  return {
    tally: walk.tally,
    recordsOf: (place) => {
      const { trusted } = trustedAt(place, walk);
      return trusted && !hasExpired(trusted, now) ? trusted.entries.map(({ id }) => id) : [];
    },
    visit: (place, page) => {
      const gap = removed(seq + 1, place.seq - 1);
      const { findings, trusted, isRestored } = judgeLink(place, gap.length > 0 ? undefined : last, walk);
      if (trusted && isRestored) walk.restored.set(place.seq, trusted);
      [last, seq] = [trusted, place.seq];
      walk.tally.links += 1;
      return [...gap, ...findings, ...(trusted ? judgeEntries(trusted, page, walk) : [])];
    },
    end: () => removed(seq + 1, highest),
    inspect: ({ records, links }) =>
      [...records].flatMap(([id, record]) => {
        if (walk.misplaced.has(id)) return [];
        const named = linkAt(record.seq, links, walk);
        const entry = named?.entries.find((one) => one.id === id);
        if (!named || !entry) return [unlisted(id, record, named !== undefined, Math.max(seq, highest))];
        return hasExpired(named, now) ? judgeLateRecord(entry, named, record, walk.tally) : [];
      }),
  };
}
