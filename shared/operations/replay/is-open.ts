import { type Delivery, isReopenable } from '../../domain/delivery/claim';
import { isOrphan } from '../../domain/delivery/orphan';

/** The sweeper brings back each minute what is due: what it has not brought for so long, it will not bring. */
const RETRYING_GRACE_SECONDS = 3_600;

/** Whether a replay may attempt it: it failed, was rejected, is held, or nothing will ever bring it back. */
export const isOpen = (delivery: Delivery, now: Date): boolean =>
  isReopenable(delivery.state) || isOrphan(delivery, now, delivery.state === 'claimed' ? 0 : RETRYING_GRACE_SECONDS);
