import activityWeeklyDigest from './activity-weekly-digest';
import invoiceIssued from './invoice-issued';
import orderShipped from './order-shipped';
import paymentFailed from './payment-failed';
import signInNewDevice from './sign-in-new-device';

export type { DataOf, NotificationType } from './data-of';

/** The registry of notification types, one line each. After a change run `npm run generate`. */
export const catalogue = [activityWeeklyDigest, invoiceIssued, orderShipped, paymentFailed, signInNewDevice] as const;
