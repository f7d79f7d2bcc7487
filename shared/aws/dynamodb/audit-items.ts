/**
 * Keys of the audit chain in the ledger table, besides those of `ledger-items.ts`. Its items have no TTL: they hold ids and
 * digests, no notification.
 *
 * | pk           | sk                       | what |
 * | ---          | ---                      | --- |
 * | `C#<tenant>` | number of the link, 12 digits | one link of the tenant's chain |
 * | `CHAINS`     | tenant                   | lists the tenant as one with a chain |
 */
export const CHAINS_KEY = 'CHAINS';

export const chainKey = (tenant: string): string => `C#${tenant}`;

/** Zero-padded to a fixed length, so that DynamoDB's string order is the numeric order. */
export const linkKey = (seq: number): string => String(seq).padStart(12, '0');

export const linkItemKey = (tenant: string, seq: number): { pk: string; sk: string } => ({
  pk: chainKey(tenant),
  sk: linkKey(seq),
});
