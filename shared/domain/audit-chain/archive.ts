import { isObject } from '../filter-policy/filter-policy';
import type { Notification } from '../notification/notification';
import type { AddressDigest } from './address-digest';
import type { Finding } from './finding';
import { type Head, isIntact, type Link } from './link';
import { recordDigest } from './record-digest';
import { redact } from './redact';

/** A line of the archive: a link and its notifications, with digests in place of addresses and names. */
export interface ArchivedLink {
  readonly link: Link;
  /** In the order of the link. */
  readonly notifications: readonly Notification[];
  /** Ids of notifications that were missing or changed when the link was archived. */
  readonly lost: readonly string[];
}

const ARCHIVE = 'archive/';
export const archivePrefix = (tenant: string): string => `${ARCHIVE}${tenant}/`;

/** The object key: names the first and last link, so that it shows what is archived. */
export const archiveKey = (tenant: string, first: number, last: number): string =>
  `${archivePrefix(tenant)}${twelve(first)}-${twelve(last)}.ndjson`;

/** Sorts before every object with a later link, and after all others. */
export const archivedUpTo = (tenant: string, seq: number): string => `${archivePrefix(tenant)}${twelve(seq)}~`;

/** The number of the first link that an object may contain, by its key; 0 (any link) if the key has no number. */
export const archivedFrom = (tenant: string, key: string): number =>
  Number.parseInt(key.slice(archivePrefix(tenant).length), 10) || 0;

const twelve = (seq: number): string => String(seq).padStart(12, '0');

/** The archive line of a link: records whose text is unchanged since acceptance, and the ids of the lost ones. */
export function archiveLink(link: Link, texts: ReadonlyMap<string, string>, digest: AddressDigest): ArchivedLink {
  const found = link.entries.map((entry) => ({ entry, notification: redacted(texts.get(entry.id), digest) }));
  const isWhole = ({ entry, notification }: (typeof found)[number]) =>
    notification !== undefined && recordDigest(notification, digest) === entry.digest;
  return {
    link,
    notifications: found.filter(isWhole).map(({ notification }) => notification as Notification),
    lost: found.filter((one) => !isWhole(one)).map(({ entry }) => entry.id),
  };
}

export const archiveLine = (archived: ArchivedLink): string => `${JSON.stringify(archived)}\n`;

function redacted(text: string | undefined, digest: AddressDigest): Notification | undefined {
  try {
    return text === undefined ? undefined : redact(JSON.parse(text) as Notification, digest);
  } catch {
    return undefined;
  }
}

/** Why a chain must not be archived from this link on: signing a broken link would make it look valid. */
export function breakAt(
  link: Link,
  seq: number,
  { tenant, last }: { tenant: string; last: Head },
): Finding | undefined {
  const subject = `link ${seq}`;
  if (seq !== last.seq + 1)
    return { kind: 'link.removed', subject: `link ${last.seq + 1}`, what: `link ${seq} comes in its place` };
  if (link.seq !== seq || link.tenant !== tenant || !isIntact(link)) {
    return { kind: 'link.changed', subject, what: 'was changed before it was archived' };
  }
  return link.previous === last.hash
    ? undefined
    : { kind: 'link.unchained', subject, what: `does not follow link ${last.seq}` };
}

/** A link that the archive proves, or what is wrong with its line. */
export function verifyArchived(
  line: string,
  tenant: string,
): { readonly link?: Link; readonly findings: readonly Finding[] } {
  const archived = readArchived(line);
  if (!archived || !isLinkOf(archived.link, tenant)) {
    return {
      findings: [
        { kind: 'archive.changed', subject: `archive of ${tenant}`, what: 'has a line that is no link of it' },
      ],
    };
  }
  const { link, notifications, lost } = archived;
  const digests = new Map(notifications.map((notification) => [notification.id, recordDigest(notification, keep)]));
  const wrong = link.entries.filter(({ id, digest }) => !lost.includes(id) && digests.get(id) !== digest);
  const findings = wrong.map(
    ({ id }): Finding => ({ kind: 'archive.changed', subject: id, what: 'is archived otherwise' }),
  );
  return { link, findings };
}

const isLinkOf = (link: Link, tenant: string): boolean =>
  isIntact(link) && link.tenant === tenant && Number.isSafeInteger(link.seq);

/** In the archive every address is a digest already; a readable one changes the digest of the whole. */
const keep = (): string => '';

export function readArchived(line: string): ArchivedLink | undefined {
  try {
    const archived = JSON.parse(line) as ArchivedLink;
    const { link, notifications, lost } = archived;
    const areLists = [link.entries, notifications, lost].every(Array.isArray);
    return areLists && notifications.every(isNotification) ? archived : undefined;
  } catch {
    return undefined;
  }
}

const isNotification = (value: unknown): boolean =>
  isObject(value) && ['string', 'undefined'].includes(typeof (value as Partial<Notification>).recipients);
