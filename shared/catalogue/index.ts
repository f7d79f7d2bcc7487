import activityWeeklyDigest from './activity-weekly-digest';
import alarmChanged from './alarm-changed';
import invoiceIssued from './invoice-issued';
import objectCreated from './object-created';
import orderShipped from './order-shipped';
import paymentFailed from './payment-failed';
import pipelineFailed from './pipeline-failed';
import signInNewDevice from './sign-in-new-device';

export type { DataOf, NotificationType } from './data-of';

/** The registry of notification types, one line each. After a change run `npm run generate`. */
export const catalogue = [
  activityWeeklyDigest,
  alarmChanged,
  invoiceIssued,
  objectCreated,
  orderShipped,
  paymentFailed,
  pipelineFailed,
  signInNewDevice,
] as const;
