import type { AddressDigest } from '../../../shared/domain/audit-chain/address-digest';
import {
  type ArchivedLink,
  archivedUpTo,
  archiveKey,
  archiveLine,
  archiveLink,
  archivePrefix,
  breakAt,
  readArchived,
} from '../../../shared/domain/audit-chain/archive';
import type { Finding } from '../../../shared/domain/audit-chain/finding';
import type { Head, Link } from '../../../shared/domain/audit-chain/link';
import { inPages } from '../../../shared/domain/kit/chunks/in-pages';
import type { AuditReader, StoredLink } from '../../../shared/ports/audit-chain';
import type { AuditVault } from '../../../shared/ports/audit-vault';

export interface ArchiveDependencies {
  readonly reader: AuditReader;
  readonly vault: AuditVault;
  readonly digest: AddressDigest;
}

export interface Archived {
  /** The last archived link, of this run or an earlier one. */
  readonly head: Head;
  /** Number of records that this run archived. */
  readonly records: number;
  readonly findings: readonly Finding[];
  /** False if the turn ended before the end of the chain. */
  readonly finished: boolean;
}

/** Records in memory at once, and in one object; its last link may exceed it. Of the largest records, 52 MB. */
const PAGE_RECORDS = 200;
/** Objects of one turn, some seconds of work, so that a tenant with many records does not starve the others. */
const MAX_OBJECTS = 5;

/**
 * Exports the records after the anchored link, object by object. Each object is complete and immutable, so a run resumes
 * after the last object of an interrupted one. Stops at a link that was tampered with, or when the turn is over.
 */
export async function archiveTenant(
  tenant: string,
  anchored: Head,
  dependencies: ArchiveDependencies,
): Promise<Archived> {
  const { reader, vault } = dependencies;
  const end = await reader.head(tenant);
  let done: Archived = { head: anchored, records: 0, findings: [], finished: true };
  if (end?.seq === anchored.seq && end.hash === anchored.hash) return done;
  done = { ...done, head: await lastArchived(tenant, anchored, vault) };
  let objects = 0;
  for await (const page of inPages(reader.links(tenant, done.head.seq), PAGE_RECORDS, recordsIn)) {
    if (objects++ === MAX_OBJECTS) return { ...done, finished: false };
    const { whole, broken } = untilBreak(page, tenant, done.head);
    done = add(done, await archivePage(tenant, whole, dependencies), broken);
    if (broken) break;
  }
  return done;
}

function add(done: Archived, lines: readonly ArchivedLink[], broken: Finding | undefined): Archived {
  const last = lines.at(-1)?.link ?? done.head;
  return {
    ...done,
    head: { seq: last.seq, hash: last.hash },
    records: done.records + lines.reduce((sum, { notifications }) => sum + notifications.length, 0),
    findings: [...done.findings, ...lines.flatMap(lostRecords), ...(broken ? [broken] : [])],
  };
}

/** Idempotent: an object that a concurrent run wrote first has the same content. */
async function archivePage(tenant: string, links: readonly Link[], { reader, vault, digest }: ArchiveDependencies) {
  const [first, last] = [links[0], links.at(-1)];
  if (!first || !last) return [];
  const records = await reader.records(links.flatMap(({ entries }) => entries.map(({ id }) => id)));
  const texts = new Map(records.map(({ id, text }) => [id, text]));
  const lines = links.map((link) => archiveLink(link, texts, digest));
  await vault.putOnce(archiveKey(tenant, first.seq, last.seq), lines.map(archiveLine).join(''));
  return lines;
}

const lostRecords = ({ link, lost }: ArchivedLink): Finding[] =>
  lost.map((id) => ({
    kind: 'record.changed',
    subject: id,
    what: `was gone or changed when link ${link.seq} was archived`,
  }));

/** The last archived link. It may be after the anchored one: an earlier run ended before it wrote its anchor. */
async function lastArchived(tenant: string, anchored: Head, vault: AuditVault): Promise<Head> {
  let last: string | undefined;
  for await (const key of vault.list(archivePrefix(tenant), archivedUpTo(tenant, anchored.seq))) last = key;
  const line = last === undefined ? undefined : (await vault.read(last))?.trimEnd().split('\n').at(-1);
  const archived = line === undefined ? undefined : readArchived(line);
  return archived ? { seq: archived.link.seq, hash: archived.link.hash } : anchored;
}

const recordsIn = ({ link }: StoredLink): number => Math.max(1, link.entries?.length ?? 0);

function untilBreak(page: readonly StoredLink[], tenant: string, head: Head): { whole: Link[]; broken?: Finding } {
  const whole: Link[] = [];
  for (const { seq, link } of page) {
    const broken = breakAt(link, seq, { tenant, last: whole.at(-1) ?? head });
    if (broken) return { whole, broken };
    whole.push(link);
  }
  return { whole };
}
