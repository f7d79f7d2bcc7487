import type { DataByType } from './data-by-type.generated';

/** Types of the catalogue. An unknown type may have data of any shape, where the stack allows it. */
export type NotificationType = keyof DataByType;

/** The shape of `data` of a notification of this type. */
export type DataOf<Type extends NotificationType> = DataByType[Type];
