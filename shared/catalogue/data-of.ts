import type { DataByType } from './data-by-type.generated';

/** The types that the catalogue has; any other may be published with data of any shape. */
export type NotificationType = keyof DataByType;

/** What `data` of a notification of this type holds. */
export type DataOf<Type extends NotificationType> = DataByType[Type];
