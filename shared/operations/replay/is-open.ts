import { type Delivery, isReopenable } from '../../domain/delivery/claim';
import { isOrphan } from '../../domain/delivery/orphan';

/** The sweeper runs every minute: a delivery that has been due for this long will not be brought back by it. */
const RETRYING_GRACE_SECONDS = 3_600;

/** True if a replay may attempt the delivery: it failed, was rejected, is held, or is an orphan. */
export const isOpen = (delivery: Delivery, now: Date): boolean =>
  isReopenable(delivery.state) || isOrphan(delivery, now, delivery.state === 'claimed' ? 0 : RETRYING_GRACE_SECONDS);
