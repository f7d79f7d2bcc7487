/**
 * Keys of the audit chain in the ledger table, beside those of `ledger-items.ts`. Its items never expire: they hold ids
 * and digests, no notification.
 *
 * | pk           | sk                       | what |
 * | ---          | ---                      | --- |
 * | `C#<tenant>` | number of the link, 12 digits | one link of the tenant's chain |
 * | `CHAINS`     | tenant                   | there is a chain of this tenant |
 */
export const CHAINS_KEY = 'CHAINS';

export const chainKey = (tenant: string): string => `C#${tenant}`;

/** Of one length, so that DynamoDB orders them as numbers. */
export const linkKey = (seq: number): string => String(seq).padStart(12, '0');

export const linkItemKey = (tenant: string, seq: number): { pk: string; sk: string } => ({
  pk: chainKey(tenant),
  sk: linkKey(seq),
});
