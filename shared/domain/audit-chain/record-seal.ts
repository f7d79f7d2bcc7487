import type { AddressDigest } from './address-digest';

export interface Sealable {
  readonly text: string;
  readonly acceptedAt: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/**
 * Proves that the audit channel accepted a record, and until when it keeps it: who may write the ledger and does not hold
 * the key can put a record there, but none that is linked. By the key of addresses, whose holders are those that seal and
 * link. What is sealed begins with two words and a line break, which neither an address nor a name can hold: none of their
 * digests is a seal.
 */
export const recordSeal = ({ text, acceptedAt, expiresAt }: Sealable, digest: AddressDigest): string =>
  digest(`accepted record\n${JSON.stringify([acceptedAt, expiresAt, text])}`);

export interface SealedRecord extends Omit<Sealable, 'expiresAt'> {
  readonly expiresAt?: number;
  readonly seal?: string;
}

/** Did the audit channel accept the record, exactly as it is? */
export const isSealedRecord = ({ seal, expiresAt, ...record }: SealedRecord, digest: AddressDigest): boolean =>
  expiresAt !== undefined && seal === recordSeal({ ...record, expiresAt }, digest);
