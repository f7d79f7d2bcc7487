/**
 * What an audit can find.
 *
 * - `record.changed`, `record.removed`, `record.inserted`: a notification is not as it was accepted, is gone before its
 *   time, or was never accepted
 * - `record.unproven`: it was accepted, and no link that is left lists it
 * - `link.changed`, `link.removed`: a link of the chain
 * - `link.unchained`: it is whole, but follows another link than the one before it
 * - `link.unanchored`: it is whole, but an anchor signed another one in its place
 * - `chain.unlisted`: the tenant is not in the list that the daily anchor goes by
 * - `anchor.…`: an anchor is missing, was changed, is signed by another key, or does not follow the one before it
 * - `archive.changed`: the archive holds what was not accepted
 */
export type FindingKind =
  | `record.${'changed' | 'removed' | 'inserted' | 'unproven'}`
  | `link.${'changed' | 'removed' | 'unchained' | 'unanchored'}`
  | 'chain.unlisted'
  | `anchor.${'removed' | 'changed' | 'unsigned' | 'unchained' | 'shortened'}`
  | 'archive.changed';

export interface Finding {
  readonly kind: FindingKind;
  /** Subject: a notification's id, a link's number or an anchor's number. */
  readonly subject: string;
  /** A sentence without the subject. */
  readonly what: string;
}

/** @param subject a number means a link */
export const found = (kind: FindingKind, subject: string | number, what: string): Finding => ({
  kind,
  subject: typeof subject === 'number' ? `link ${subject}` : subject,
  what,
});
