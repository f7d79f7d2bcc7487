import { archivedFrom, archivePrefix, verifyArchived } from '../../domain/audit-chain/archive';
import type { Place } from '../../domain/audit-chain/chain-walk';
import type { Finding } from '../../domain/audit-chain/finding';
import type { Link } from '../../domain/audit-chain/link';
import type { AuditReader, StoredLink } from '../../ports/audit-chain';
import type { AuditVault } from '../../ports/audit-vault';

export interface ChainSources {
  readonly reader: Pick<AuditReader, 'links'>;
  readonly vault: AuditVault;
}

/** Merges the links of table and archive, in order. Links that are out of order are added to `findings`. */
export async function* places(
  tenant: string,
  { reader, vault }: ChainSources,
  findings: Finding[],
): AsyncIterable<Place> {
  const [table, archive] = [inOrder(reader.links(tenant, 0), findings), archived(tenant, vault, findings)];
  let [stored, copy] = [await table.next(), await archive.next()];
  while (!stored.done || !copy.done) {
    const left = stored.done ? Number.POSITIVE_INFINITY : stored.value.seq;
    const right = copy.done ? Number.POSITIVE_INFINITY : copy.value.seq;
    const seq = Math.min(left, right);
    yield {
      seq,
      ...(left === seq && !stored.done && { link: stored.value.link }),
      ...(right === seq && !copy.done && { archived: copy.value }),
    };
    if (left === seq) stored = await table.next();
    if (right === seq) copy = await archive.next();
  }
}

/** Skips and reports links that were stored under a wrong key, as by an attacker. */
async function* inOrder(
  links: AsyncIterable<StoredLink>,
  findings: Finding[],
): AsyncGenerator<StoredLink, void, undefined> {
  let last = 0;
  for await (const stored of links) {
    const isNext = Number.isSafeInteger(stored.seq) && stored.seq > last;
    if (!isNext) findings.push(MISPLACED(stored.seq, last));
    else yield stored;
    last = isNext ? stored.seq : last;
  }
}

/**
 * The archived links. Two concurrent runs may archive a link twice, with the same content. Objects are listed in the
 * order of their first link, so only hashes from there on are kept in memory.
 */
async function* archived(
  tenant: string,
  vault: AuditVault,
  findings: Finding[],
): AsyncGenerator<Link, void, undefined> {
  const hashes = new Map<number, string>();
  let last = 0;
  for await (const key of vault.list(archivePrefix(tenant))) {
    const first = archivedFrom(tenant, key);
    for (const seq of hashes.keys()) if (seq < first) hashes.delete(seq);
    for (const line of ((await vault.read(key)) ?? '').trimEnd().split('\n')) {
      const { link, findings: found } = verifyArchived(line, tenant);
      findings.push(...found);
      if (!link) continue;
      const known = hashes.get(link.seq);
      if (link.seq < first) findings.push(NOT_OF(link.seq, key));
      if (known !== undefined && known !== link.hash) findings.push(ARCHIVED_TWICE(link.seq));
      hashes.set(link.seq, link.hash);
      if (link.seq > last) yield link;
      last = Math.max(last, link.seq);
    }
  }
}

const MISPLACED = (seq: number, last: number): Finding => ({
  kind: 'link.changed',
  subject: `link ${seq}`,
  what: `is stored under a key that no link has, after that of link ${last}`,
});
const NOT_OF = (seq: number, key: string): Finding => ({
  kind: 'archive.changed',
  subject: `link ${seq}`,
  what: `is archived in ${key}, where it cannot belong`,
});
const ARCHIVED_TWICE = (seq: number): Finding => ({
  kind: 'archive.changed',
  subject: `link ${seq}`,
  what: 'is archived twice, and differently',
});
