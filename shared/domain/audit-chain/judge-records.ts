import { isRecordId } from '../notification/record-id';
import { hasExpired, type Page, type Walk } from './chain-walk';
import { type Finding, found } from './finding';
import type { Entry, Link } from './link';
import type { Recorded } from './record-digest';

/**
 * Those that have expired are taken for gone unless they are there. A link may list once more what another one lists: the
 * function that makes links is given records again where it did not come to its end.
 */
export function judgeEntries(link: Link, page: Page, walk: Walk): Finding[] {
  return link.entries.flatMap((entry) => {
    const isFirst = walk.listed.get(entry.id) !== true;
    walk.listed.set(entry.id, true);
    const record = page.get(entry.id);
    if (record === undefined) return isFirst ? judgeGone(entry, link, walk) : [];
    if (isFirst) walk.tally.records += 1;
    return judgeRecord(entry, link, record);
  });
}

function judgeGone(entry: Entry, link: Link, { now, tally }: Walk): Finding[] {
  if (!hasExpired(link, now)) return [gone(entry, link)];
  tally.expired += 1;
  return [];
}

const gone = ({ id }: Entry, { seq }: Link): Finding =>
  found('record.removed', id, `is gone before its time, of link ${seq}`);

function judgeRecord({ id, digest, at }: Entry, link: Link, record: Recorded): Finding[] {
  const accepted = at ?? link.at;
  const faults = [
    ...(record.digest === digest ? [] : ['its content is not what was accepted']),
    ...(record.acceptedAt === accepted
      ? []
      : [`it says that it was accepted at ${record.acceptedAt}, not ${accepted}`]),
  ];
  return faults.length > 0 ? [found('record.changed', id, `was changed: ${faults.join('; ')}`)] : [];
}

/** Links come seconds later than records; alarms on their lag go off before this. */
export const PENDING_SECONDS = 900;

/**
 * A record that no link lists.
 *
 * @param record undefined where it is gone, or where no record can have the id
 */
export function judgeUnlisted(id: string, record: Recorded | undefined, walk: Walk): Finding[] {
  if (record === undefined) return isRecordId(id) ? [] : [inserted(id)];
  if (!record.isSealed) return [walk.isTorn ? unproven(id) : inserted(id)];
  if (Date.parse(record.acceptedAt) / 1000 <= walk.now - PENDING_SECONDS) return [unlinked(id, walk)];
  walk.tally.pending += 1;
  return [];
}

const inserted = (id: string): Finding =>
  found('record.inserted', id, 'was never accepted: no link lists it, and the audit channel did not seal it');
const unproven = (id: string): Finding =>
  found('record.unproven', id, 'is in no link that is left, and others are gone or changed');
const unlinked = (id: string, { isTorn }: Walk): Finding =>
  isTorn
    ? unproven(id)
    : found('record.unproven', id, `is in no link after ${PENDING_SECONDS / 60} minutes, though it was accepted`);
