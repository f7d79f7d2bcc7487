import type { Delivery } from '../../domain/delivery/claim';

/** A delivery that the ledger has nothing of: its endpoint was disabled when the notification came. */
export interface HeldDelivery extends Delivery {
  readonly state: 'held';
  readonly heldBecause: string;
}

/** Undefined of what the ledger has. */
export const heldBecause = (delivery: Delivery): string | undefined => (delivery as Partial<HeldDelivery>).heldBecause;

/** A delivery that the ledger has as held, of a notification that has expired since. */
export interface ExpiredDelivery extends Delivery {
  readonly state: 'held';
  readonly isExpired: true;
}

/** Nothing delivers it any more. */
export const isHeldTooLong = (delivery: Delivery): boolean => (delivery as Partial<ExpiredDelivery>).isExpired === true;
