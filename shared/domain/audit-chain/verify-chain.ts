import { type ChainEvidence, hasExpired, type Page, type Place, type Tally, type Walk } from './chain-walk';
import type { Finding } from './finding';
import { IdSet } from './id-set';
import { judgeLink, removed, trustedAt } from './judge-link';
import { judgeEntries, judgeUnlisted } from './judge-records';
import { type Head, NO_LINK } from './link';
import type { Recorded } from './record-digest';

export interface ChainVerifier {
  /** Call before the first position, for the id of every record that names the tenant. */
  meet(id: string): void;
  /** Ids of the records to read for this position; of those that may have expired, only the existing ones. */
  recordsOf(place: Place): readonly string[];
  /** Call for every position, in order, from the first. The next position reports lost ones. */
  visit(place: Place, page: Page): readonly Finding[];
  /** Call after the last position. */
  end(): readonly Finding[];
  /** After the end: existing records that no link lists. */
  unlisted(): Iterable<string>;
  /** Call for each of these, with the record as it is now. */
  inspect(id: string, record: Recorded | undefined): readonly Finding[];
  /** Counters so far. */
  readonly tally: Readonly<Tally>;
}

/**
 * Verifies a chain and the records of the table against each other, and returns everything that has changed. Memory:
 * the last link, and about 100 bytes for each record in the table.
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
