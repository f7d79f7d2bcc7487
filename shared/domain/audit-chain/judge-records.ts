import { hasExpired, linkAt, type Page, type Walk } from './chain-walk';
import { type Finding, found } from './finding';
import type { Entry, Link } from './link';
import type { Recorded } from './record-digest';

/** Those that have expired are taken for gone until they are met: a chain is longer than what is left of it. */
export function judgeEntries(link: Link, page: Page, walk: Walk): Finding[] {
  if (hasExpired(link, walk.now)) {
    walk.tally.expired += link.entries.length;
    return [];
  }
  const seen = new Set<string>();
  return link.entries.flatMap((entry) => {
    const isRepeated = seen.has(entry.id);
    seen.add(entry.id);
    return isRepeated ? [repeated(entry, link, link.seq)] : judgeEntry(entry, link, page, walk);
  });
}

function judgeEntry(entry: Entry, link: Link, { records, links }: Page, walk: Walk): Finding[] {
  const record = records.get(entry.id);
  if (record === undefined) return [found('record.removed', entry.id, `is gone before its time, of link ${link.seq}`)];
  if (record.seq !== link.seq) {
    const other = linkAt(record.seq, links, walk);
    if (other?.entries.some(({ id }) => id === entry.id)) return [repeated(entry, link, record.seq)];
    walk.misplaced.add(entry.id);
  }
  walk.tally.records += 1;
  return judgeRecord(entry, link, record);
}

const repeated = ({ id }: Entry, { seq }: Link, other: number): Finding =>
  found('record.repeated', id, `is listed by link ${seq} once more, and by link ${other}`);

/** The table still has what might have expired. */
export function judgeLateRecord(entry: Entry, link: Link, record: Recorded, tally: Walk['tally']): Finding[] {
  tally.expired -= 1;
  tally.records += 1;
  return judgeRecord(entry, link, record);
}

function judgeRecord({ id, digest }: Entry, link: Link, record: Recorded): Finding[] {
  const faults = [
    ...(record.digest === digest ? [] : ['its content is not what was accepted']),
    ...(record.acceptedAt === link.at ? [] : [`it says that it was accepted at ${record.acceptedAt}, not ${link.at}`]),
    ...(record.seq === link.seq ? [] : [`it says that it is in link ${record.seq}, not ${link.seq}`]),
  ];
  return faults.length > 0 ? [found('record.changed', id, `was changed: ${faults.join('; ')}`)] : [];
}

/** A record that no link lists. */
export const unlisted = (id: string, { seq }: Recorded, isLinkThere: boolean, end: number): Finding =>
  !isLinkThere && seq >= 1 && seq <= end
    ? found('record.unproven', id, `says that it is in link ${seq}, which is gone or changed`)
    : found('record.inserted', id, `was never accepted: no link lists it, nor does link ${seq}, which it names`);
