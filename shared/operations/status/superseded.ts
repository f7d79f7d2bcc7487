import { type Delivery, isConflictNote } from '../../domain/delivery/claim';
import { heldBecause } from './held-delivery';

/**
 * A refusal, or that nobody wants it, is noted without a target. Once its channel has begun anything else, because the
 * cause was fixed and the message redriven, the note says what was, and not how it stands; nor where endpoints that wanted
 * it were disabled.
 */
export function isSuperseded({ channel, target, state, attempts }: Delivery, deliveries: readonly Delivery[]): boolean {
  const notedAt = attempts[0]?.at ?? '';
  return (
    target === '' &&
    deliveries.some(
      (other) =>
        other.channel === channel &&
        isBegun(other) &&
        (lastHeard(other) > notedAt || (state === 'suppressed' && heldBecause(other) !== undefined)),
    )
  );
}

const isBegun = (other: Delivery): boolean => other.target !== '' && !isConflictNote(other);

/** Empty of what was only deferred so far. */
const lastHeard = ({ attempts, leaseUntil = '', dueAt = '' }: Delivery): string =>
  [...attempts.map(({ at }) => at), leaseUntil, dueAt].toSorted().at(-1) ?? '';
