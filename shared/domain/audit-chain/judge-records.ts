import { isRecordId } from '../notification/record-id';
import { hasExpired, type Page, type Walk } from './chain-walk';
import { type Finding, found } from './finding';
import type { Entry, Link } from './link';
import type { Recorded } from './record-digest';

/**
 * Treats records past their TTL as deleted unless the table still has them: DynamoDB deletes expired items late. A link
 * may repeat entries of another link: the function that makes links gets records again if it did not finish
 * (at-least-once).
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

/** The id may have been accepted again since, with any content: another link lists that. */
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
 * An attacker may have rewritten the link along with the record, but only the audit channel can seal a record. Links
 * with a time for each record date from after the introduction of seals: their records must have one. Records in older
 * links had none.
 */
function sealFaults({ at }: Entry, { isSealed, hasSeal }: Recorded): string[] {
  if (isSealed || (!hasSeal && at === undefined)) return [];
  return [hasSeal ? 'its seal is not of its text, its time and when it expires' : 'its seal is gone'];
}

/**
 * Maximum delay between a record and its link. Links normally follow within seconds; alarms on the lag fire before
 * this.
 */
export const PENDING_SECONDS = 900;

/**
 * Judges a record that no link lists.
 *
 * @param record undefined if it is missing, or if no record can have the id
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
