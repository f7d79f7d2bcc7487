import { type ChainEvidence, hasExpired, type Page, type Place, type Tally, type Walk } from './chain-walk';
import type { Finding } from './finding';
import { IdSet } from './id-set';
import { judgeLink, removed, trustedAt } from './judge-link';
import { judgeEntries, judgeUnlisted } from './judge-records';
import { type Head, NO_LINK } from './link';
import type { Recorded } from './record-digest';

export interface ChainVerifier {
  /** Before the first place, for the id of every record that says it is the tenant's. */
  meet(id: string): void;
  /** Ids of the records to look at when this place is visited: of those that may have expired, what is there. */
  recordsOf(place: Place): readonly string[];
  /** For every place, in order, from the first. Places of which nothing is left are told by the next. */
  visit(place: Place, page: Page): readonly Finding[];
  /** After the last. */
  end(): readonly Finding[];
  /** After the end: records that were met and that no link lists. */
  unlisted(): Iterable<string>;
  /** For each of those, with what is there now. */
  inspect(id: string, record: Recorded | undefined): readonly Finding[];
  /** Counted so far. */
  readonly tally: Readonly<Tally>;
}

/**
 * Walks a chain, beside what else the table holds, and names everything that is not as it was. Of the chain it keeps the
 * last link, of the records that the table holds their ids: about 100 bytes each.
 */
export function chainVerifier(evidence: ChainEvidence): ChainVerifier {
  const { anchored, now } = evidence;
  const tally = { links: 0, records: 0, expired: 0, pending: 0 };
  const walk: Walk = { ...evidence, met: new IdSet(), gone: new Set(), isTorn: false, tally };
  const highest = [...anchored.keys()].reduce((most, seq) => Math.max(most, seq), 0);
  let last: Head | undefined = NO_LINK;
  let seq = 0;
  const gap = (to: number): Finding[] => {
    const missing = removed(seq + 1, to);
    if (missing.length > 0) walk.isTorn = true;
    return missing;
  };
  return {
    tally,
    meet: (id) => walk.met.add(id),
    recordsOf: (place) => {
      const { trusted } = trustedAt(place, walk);
      const ids = trusted?.entries.map(({ id }) => id) ?? [];
      return trusted && hasExpired(trusted, now) ? ids.filter((id) => walk.met.has(id)) : ids;
    },
    visit: (place, page) => {
      const missing = gap(place.seq - 1);
      const { findings, trusted } = judgeLink(place, missing.length > 0 ? undefined : last, walk);
      if (!trusted) walk.isTorn = true;
      [last, seq] = [trusted, place.seq];
      tally.links += 1;
      return [...missing, ...findings, ...(trusted ? judgeEntries(trusted, page, walk) : [])];
    },
    end: () => gap(highest),
    unlisted: () => walk.met,
    inspect: (id, record) => judgeUnlisted(id, record, walk),
  };
}
