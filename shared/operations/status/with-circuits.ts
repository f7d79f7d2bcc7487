import type { Circuit } from '../../domain/delivery/circuit';
import { type Delivery, isFinal } from '../../domain/delivery/claim';
import type { NotificationHistory } from '../../ports/ledger';

/** A delivery that is open, of an endpoint that fails. */
interface ImpededDelivery extends Delivery {
  readonly circuit: Circuit;
}

/** Undefined of a delivery that is over, or whose endpoint does not fail. */
export const circuitOf = (delivery: object): Circuit | undefined => (delivery as Partial<ImpededDelivery>).circuit;

/**
 * The history with what open deliveries wait for beyond their own time.
 *
 * @param circuits by endpoint, of the tenant who owns the notification
 */
export function withCircuits<History extends NotificationHistory>(
  history: History,
  circuits: ReadonlyMap<string, Circuit>,
): History {
  const tenant = history.event?.tenant;
  const impeded = (delivery: Delivery): Delivery | ImpededDelivery => {
    const isOpen = delivery.tenant === tenant && !isFinal(delivery.state);
    const circuit = isOpen ? circuits.get(delivery.target) : undefined;
    return circuit === undefined ? delivery : { ...delivery, circuit };
  };
  return { ...history, deliveries: history.deliveries.map(impeded) };
}
