import type { Notification } from './notification';

/** Has its moment passed? Never without an `expirytime`. */
export const isExpired = ({ expirytime }: Pick<Notification, 'expirytime'>, now: Date): boolean =>
  expirytime !== undefined && Date.parse(expirytime) <= now.getTime();

/** What the ledger and the log say of it. */
export const expiryReason = ({ expirytime }: Pick<Notification, 'expirytime'>): string => `expired at ${expirytime}`;
