import type { AddressDigest } from '../domain/audit-chain/address-digest';
import { eraseItems } from '../domain/audit-chain/erase-items';
import type { Erasure } from '../ports/erasure';

export interface ErasurePorts {
  readonly erasure: Erasure;
  readonly digest: AddressDigest;
}

export interface ErasureReport {
  /** Ids of notifications that the address was taken out of, or would be. */
  readonly notifications: readonly string[];
  /** Deliveries and attempts that are kept under the digest. */
  readonly deliveries: number;
  /** Ids of notifications that are still being delivered to it: nothing was changed. */
  readonly open: readonly string[];
  /** Ids of notifications that name it in their data or subject: that is still there. */
  readonly mentioned: readonly string[];
  /** Suppressions and unsubscriptions, which are kept. */
  readonly preferences: number;
}

/**
 * Notification by notification, each all or nothing: what ended anywhere is taken up by doing it again.
 *
 * @param address in lower case
 */
export async function eraseAddress(
  { address, tenant, dryRun }: { address: string; tenant?: string; dryRun: boolean },
  { erasure, digest }: ErasurePorts,
): Promise<ErasureReport> {
  const report = { notifications: [] as string[], deliveries: 0, open: [] as string[], mentioned: [] as string[] };
  for await (const items of erasure.notifications(tenant)) {
    const { puts, deletes, open, mentioned } = eraseItems(items, address, digest);
    const id = items[0]?.pk ?? '';
    if (open) report.open.push(id);
    if (mentioned) report.mentioned.push(id);
    if (puts.length === 0) continue;
    if (!dryRun) await erasure.apply({ puts, deletes }, items);
    report.notifications.push(id);
    report.deliveries += deletes.length;
  }
  return { ...report, preferences: await erasure.preferences(address) };
}
