import { CodedError } from '../../domain/kit/errors/coded-error';
import { nextKeyId, sealsFrom } from '../../domain/sealing/numbered-keys';
import type { Clock } from '../../ports/clock';
import { type DataKeyStore, KEY_PURPOSES, type KeyPurpose } from '../../ports/data-keys';
import { addDataKey } from '../../runtime/keys/add-data-key';

export interface RotateKeyRequest {
  /** `endpoints`, `unsubscribe` or `messages`. */
  readonly purpose: string;
  /** Report only, and change nothing. */
  readonly dryRun: boolean;
}

export interface RotateKeyPorts {
  readonly keyStore: DataKeyStore;
  readonly clock: Clock;
}

export interface RotatedKey {
  readonly purpose: KeyPurpose;
  /** Id of the new key. */
  readonly id: string;
  /** Ids of the older keys, which still decrypt; oldest first. */
  readonly older: readonly string[];
  /** RFC 3339, UTC: start time of sealing with the new key; undefined in a dry run. */
  readonly sealsFrom?: string;
}

/** Not `addresses`: a new key would change the digest of an address, and no erased record could be verified (ADR 0008). */
const ROTATING: readonly KeyPurpose[] = KEY_PURPOSES.filter((purpose) => purpose !== 'addresses');

/** @throws CodedError `cli.key_purpose` */
export async function rotateKey(request: RotateKeyRequest, { keyStore, clock }: RotateKeyPorts): Promise<RotatedKey> {
  const purpose = readPurpose(request.purpose);
  const known = await keyStore.list(purpose);
  const older = known.map(({ id }) => id);
  if (request.dryRun) return { purpose, id: nextKeyId(known), older };
  const added = await addDataKey(purpose, known, { store: keyStore, clock });
  return { purpose, id: added.id, older, sealsFrom: sealsFrom(added).toISOString() };
}

function readPurpose(text: string): KeyPurpose {
  const purpose = ROTATING.find((purpose) => purpose === text);
  if (purpose !== undefined) return purpose;
  const reason = text === 'addresses' ? 'does not rotate: digests that are recorded would change' : 'is no purpose';
  throw new CodedError('cli.key_purpose', `'${text}' ${reason}`, `give one of ${ROTATING.join(', ')}`);
}
