import type { Attempt, Delivery } from '../../../shared/domain/delivery/claim';
import { circuitOf } from '../../../shared/operations/status/with-circuits';
import { responseExcerpt } from '../response-excerpt';
import { circuitText } from '../show-circuit';

/** Enough to tell what page answered; there may be a thousand endpoints. `--json` has all that was read. */
const MAX_SHOWN_CHARACTERS = 200;

/** What tells why a delivery stands as it does: the circuit of its endpoint, and what its receiver answered last. */
export function deliveryDetails(delivery: Delivery, now: Date): readonly string[] {
  const circuit = circuitOf(delivery);
  const answered = delivery.attempts.findLast(({ exchange }) => exchange?.status !== undefined);
  return [
    ...(circuit === undefined ? [] : [`circuit: ${circuitText(circuit, now)}`]),
    ...(answered === undefined ? [] : answerLines(answered, delivery)),
  ];
}

/** A delivery that is done, and whose receiver said nothing more, needs no line. */
function answerLines({ at, exchange }: Attempt, { state }: Delivery): string[] {
  const excerpt = exchange === undefined ? '' : responseExcerpt(exchange, MAX_SHOWN_CHARACTERS);
  if (excerpt === '' && state === 'delivered') return [];
  return [`last answer: HTTP ${exchange?.status} at ${at}${excerpt === '' ? '' : `: ${excerpt}`}`];
}
