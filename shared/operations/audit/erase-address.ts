import type { AddressDigest } from '../../domain/audit-chain/address-digest';
import { type ErasedItems, eraseItems } from '../../domain/audit-chain/erase-items';
import { CodedError } from '../../domain/kit/errors/coded-error';
import type { Erasure, ErasureFailure, LedgerItem } from '../../ports/erasure';

export interface ErasurePorts {
  readonly erasure: Erasure;
  readonly digest: AddressDigest;
}

export interface ErasureReport {
  /** Number of searched notifications, with or without the address. */
  readonly searched: number;
  /** Ids of notifications from which the address was removed, or would be in a dry run. */
  readonly notifications: readonly string[];
  /** Deliveries and attempts that are now stored under the digest. */
  readonly deliveries: number;
  /** Ids of notifications with the address that are still being delivered to any recipient: they were not changed. */
  readonly open: readonly string[];
  /** Ids of notifications that contain the address in data, subject or another item, where it stays. */
  readonly mentioned: readonly string[];
  /** Notifications that were not erased, or only in part. */
  readonly failed: readonly FailedErasure[];
  /** Number of suppressions and unsubscriptions, which are not erased. */
  readonly preferences: number;
}

export interface FailedErasure {
  readonly id: string;
  readonly reason: ErasureFailure;
}

export interface EraseAddressRequest {
  /** In lower case. */
  readonly address: string;
  /** @default every tenant's notifications */
  readonly tenant?: string;
  readonly dryRun: boolean;
}

/**
 * Erases an address, one notification at a time. Idempotent: a failed notification is listed, and another run continues.
 *
 * @throws CodedError `cli.unknown_tenant` if the tenant has no recorded notification
 */
export async function eraseAddress(request: EraseAddressRequest, ports: ErasurePorts): Promise<ErasureReport> {
  const { address, tenant } = request;
  const report = emptyReport();
  for await (const id of ports.erasure.ids(tenant)) addTo(report, id, await eraseFrom(id, request, ports));
  const preferences = await ports.erasure.preferences(address);
  if (tenant !== undefined && report.searched === 0) throw unrecordedTenant(tenant);
  return { ...report, preferences };
}

const unrecordedTenant = (tenant: string): CodedError =>
  new CodedError(
    'cli.unknown_tenant',
    `nothing is recorded of tenant '${tenant}'`,
    'check the name: a tenant is known once its first notification was recorded',
  );

const emptyReport = () => ({
  searched: 0,
  notifications: [] as string[],
  deliveries: 0,
  open: [] as string[],
  mentioned: [] as string[],
  failed: [] as FailedErasure[],
});

type ErasedNotification = Partial<ErasedItems<LedgerItem>> & { readonly failure?: ErasureFailure };

async function eraseFrom(
  id: string,
  { address, dryRun }: EraseAddressRequest,
  { erasure, digest }: ErasurePorts,
): Promise<ErasedNotification> {
  const items = await erasure.items(id);
  if (items === undefined) return { failure: 'unreadable' };
  const { changes, ...found } = eraseItems(items, address, digest);
  const failure = dryRun || changes.length === 0 ? undefined : await erasure.apply(changes, items);
  return failure === undefined ? { ...found, changes } : { ...found, failure };
}

function addTo(report: ReturnType<typeof emptyReport>, id: string, erased: ErasedNotification): void {
  const { changes = [], open, mentioned, failure } = erased;
  report.searched += 1;
  if (open) report.open.push(id);
  if (mentioned) report.mentioned.push(id);
  if (failure) report.failed.push({ id, reason: failure });
  if (changes.length > 0) report.notifications.push(id);
  report.deliveries += changes.flatMap(({ deletes }) => deletes).length;
}
