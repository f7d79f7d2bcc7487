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
    const record = page.get(entry.id);
    if (record === undefined) return judgeGone(entry, link, walk);
    if (hasExpired(link, walk.now) && record.acceptedAt !== acceptedAt(entry, link)) return expired(walk);
    if (walk.met.delete(entry.id)) walk.tally.records += 1;
    return judgeRecord(entry, link, record);
  });
}

/** Its id may have been accepted again since, with whatever content: another link lists that. */
function expired({ tally }: Walk): Finding[] {
  tally.expired += 1;
  return [];
}

function judgeGone(entry: Entry, link: Link, walk: Walk): Finding[] {
  if (hasExpired(link, walk.now)) return expired(walk);
  if (walk.gone.has(entry.id)) return [];
  walk.gone.add(entry.id);
  return [found('record.removed', entry.id, `is gone before its time, of link ${link.seq}`)];
}

const acceptedAt = ({ at }: Entry, link: Link): string => at ?? link.at;

function judgeRecord(entry: Entry, link: Link, record: Recorded): Finding[] {
  const { id, digest } = entry;
  const accepted = acceptedAt(entry, link);
  const faults = [
    ...(record.digest === digest ? [] : ['its content is not what was accepted']),
    ...(record.acceptedAt === accepted
      ? []
      : [`it says that it was accepted at ${record.acceptedAt}, not ${accepted}`]),
  ];
  const all = faults.length > 0 ? faults : sealFaults(entry, record);
  return all.length > 0 ? [found('record.changed', id, `was changed: ${all.join('; ')}`)] : [];
}

/**
 * The link may have been rewritten with the record, but nobody else than the audit channel can seal that. Links that name
 * the time of each record came with the seals: what such a link lists was sealed. What older ones list was not.
 */
function sealFaults({ at }: Entry, { isSealed, hasSeal }: Recorded): string[] {
  if (isSealed || (!hasSeal && at === undefined)) return [];
  return [hasSeal ? 'its seal is not of its text, its time and when it expires' : 'its seal is gone'];
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
  if (!record.isSealed || record.digest === '') return [walk.isTorn ? unproven(id) : inserted(id)];
  const isPending = Math.abs(walk.now - Date.parse(record.acceptedAt) / 1000) < PENDING_SECONDS;
  if (!isPending) return [unlinked(id, walk)];
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
