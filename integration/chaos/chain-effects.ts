import { isIntact, NO_LINK } from '../../shared/domain/audit-chain/link';
import type { AuditReader } from '../../shared/ports/audit-chain';
import type { Effect } from './effects';

export interface Chains {
  /** Effects by notification, one for each link that lists it. */
  readonly effects: ReadonlyMap<string, readonly Effect[]>;
  readonly links: number;
  /** Links that were altered, or whose hash does not match the link before. */
  readonly broken: readonly string[];
}

/** Effects of `audit-chain`: the links of the tenants' chains. */
export async function readChains(reader: AuditReader): Promise<Chains> {
  const effects = new Map<string, Effect[]>();
  const broken: string[] = [];
  let links = 0;
  for await (const tenant of reader.tenants()) {
    let last = NO_LINK;
    for await (const { link } of reader.links(tenant, 0)) {
      links++;
      const follows = link.previous === last.hash && link.seq === last.seq + 1;
      if (!follows || !isIntact(link)) broken.push(`${tenant} ${link.seq}`);
      last = link;
      for (const { id } of link.entries) {
        const what = `listed in link ${link.seq} of ${tenant}`;
        effects.set(id, [...(effects.get(id) ?? []), { at: Date.parse(link.at), what }]);
      }
    }
  }
  return { effects, links, broken };
}
