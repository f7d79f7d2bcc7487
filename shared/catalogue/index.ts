import type { DataByType } from './data-by-type.generated';
import orderShipped from './order-shipped';
import paymentFailed from './payment-failed';
import signInNewDevice from './sign-in-new-device';

/** The registry: one line a notification type. After a change run `npm run generate`. */
export const catalogue = [orderShipped, paymentFailed, signInNewDevice] as const;

/** The types that the catalogue has; any other may be published with data of any shape. */
export type NotificationType = keyof DataByType;

/** What `data` of a notification of this type holds. */
export type DataOf<Type extends NotificationType> = DataByType[Type];
