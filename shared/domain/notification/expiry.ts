import type { Notification } from './notification';
import { momentOf } from './timestamp';

/** Whether `expirytime` has passed; false without one. */
export const isExpired = ({ expirytime }: Pick<Notification, 'expirytime'>, now: Date): boolean =>
  expirytime !== undefined && momentOf(expirytime) <= now.getTime();

/** The reason in ledger and log. */
export const expiryReason = ({ expirytime }: Pick<Notification, 'expirytime'>): string => `expired at ${expirytime}`;
