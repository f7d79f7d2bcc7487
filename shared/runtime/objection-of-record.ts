import type { DeliveryKey } from '../domain/delivery/claim';
import { type DeliveryOutcome, rejected, suppressed } from '../domain/delivery/outcome';
import type { Fault } from '../domain/kit/errors/coded-error';
import type { AcceptedContents } from '../ports/ledger';
import type { TargetDependencies } from './channel-dependencies';
import { idConflict, idTaken } from './id-faults';
import { keyOf, type OneDelivery } from './one-delivery';

/**
 * Nothing is delivered of a notification whose id was accepted with other content, or of another tenant. Where nothing is
 * accepted yet, the claim of each delivery still finds another content for the same target.
 */
export async function objectionOfRecord(
  delivery: OneDelivery,
  { contents, manifest }: TargetDependencies,
): Promise<DeliveryOutcome | undefined> {
  const { event, message } = delivery;
  const { id, tenant } = event;
  const { digest } = message;
  const accepted = await contents.accepted(id);
  if (accepted === undefined || (digest === undefined && !accepted.erased)) return undefined;
  if (accepted.tenant !== tenant) return rejected(faultText(idTaken(id)));
  if (accepted.erased) return objectionOfErasure(keyOf(delivery, manifest), contents);
  return accepted.digest === undefined || accepted.digest === digest ? undefined : rejected(faultText(idConflict(id)));
}

const faultText = ({ code, message }: Fault): string => `${code}: ${message}`;

/**
 * After an erasure nobody can tell whether a message repeats a delivery that was made, or has other content: the delivery
 * is under a digest of the address, and the digest of the content is gone. So no delivery begins any more. The ledger is
 * asked before every attempt, and not the claim: a claim whose process died must not count as a delivery from before the
 * erasure.
 */
async function objectionOfErasure(key: DeliveryKey, contents: AcceptedContents): Promise<DeliveryOutcome | undefined> {
  return (await contents.begunBeforeErasure(key)) ? undefined : suppressed(ERASED);
}

const ERASED =
  'an address was erased from the record of this id, and no delivery begins under it since; publish under a new id';
