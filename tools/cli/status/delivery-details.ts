import type { Attempt, Delivery } from '../../../shared/domain/delivery/claim';
import { circuitOf } from '../../../shared/operations/status/with-circuits';
import { circuitText } from '../circuit-text';
import { responseExcerpt } from '../response-excerpt';

/** Enough to recognise the page that answered; there may be a thousand endpoints. `--json` has the whole response. */
const MAX_SHOWN_CHARACTERS = 200;

/** Lines that explain a delivery's state: the circuit of its endpoint, and the last response of its receiver. */
export function deliveryDetails(delivery: Delivery, now: Date): readonly string[] {
  const circuit = circuitOf(delivery);
  const answered = delivery.attempts.findLast(({ exchange }) => exchange?.status !== undefined);
  return [
    ...(circuit === undefined ? [] : [`circuit: ${circuitText(circuit, now)}`]),
    ...(answered === undefined ? [] : answerLines(answered, delivery)),
  ];
}

/** A delivered delivery with an empty response needs no line. */
function answerLines({ at, exchange }: Attempt, { state }: Delivery): string[] {
  const excerpt = exchange === undefined ? '' : responseExcerpt(exchange, MAX_SHOWN_CHARACTERS);
  if (excerpt === '' && state === 'delivered') return [];
  return [`last answer: HTTP ${exchange?.status} at ${at}${excerpt === '' ? '' : `: ${excerpt}`}`];
}
