import type { Notification } from './notification';
import { momentOf } from './timestamp';

/** Has its moment passed? Never without an `expirytime`. */
export const isExpired = ({ expirytime }: Pick<Notification, 'expirytime'>, now: Date): boolean =>
  expirytime !== undefined && momentOf(expirytime) <= now.getTime();

/** What the ledger and the log say of it. */
export const expiryReason = ({ expirytime }: Pick<Notification, 'expirytime'>): string => `expired at ${expirytime}`;
