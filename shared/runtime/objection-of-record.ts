import type { DeliveryKey } from '../domain/delivery/claim';
import { type DeliveryOutcome, rejected, suppressed } from '../domain/delivery/outcome';
import type { Fault } from '../domain/kit/errors/coded-error';
import type { AcceptedContents } from '../ports/ledger';
import type { TargetDependencies } from './channel-dependencies';
import { idConflict, idTaken } from './id-faults';
import { keyOf, type OneDelivery } from './one-delivery';

/**
 * Compares the delivery with the notification that was accepted under its id: returns an outcome that blocks the
 * attempt if the accepted one has other content or belongs to another tenant. Before anything is accepted, the claim of
 * each delivery still detects other content for the same target.
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
 * After an erasure, a repeated delivery cannot be told from new content: the delivery is stored under a digest of the
 * address, and the content digest is gone. So no new delivery starts under the id. The ledger is asked before every
 * attempt, in place of the claim: the claim of a process that died must not count as a delivery from before the
 * erasure.
 */
async function objectionOfErasure(key: DeliveryKey, contents: AcceptedContents): Promise<DeliveryOutcome | undefined> {
  return (await contents.begunBeforeErasure(key)) ? undefined : suppressed(ERASED);
}

const ERASED =
  'an address was erased from the record of this id, and no delivery begins under it since; publish under a new id';
