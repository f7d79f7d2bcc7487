import type { AddressDigest } from './address-digest';

export interface Sealable {
  readonly text: string;
  readonly acceptedAt: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/**
 * Proves that the audit channel accepted a record, and until when it keeps it: an attacker who can write the ledger,
 * but has no key, can insert a record that is never linked. Uses the key `addresses`, which exactly the functions that
 * seal and link have. The sealed text starts with two words and a line break, which no address or name contains, so
 * that no digest of one is a seal.
 */
export const recordSeal = ({ text, acceptedAt, expiresAt }: Sealable, digest: AddressDigest): string =>
  digest(`accepted record\n${JSON.stringify([acceptedAt, expiresAt, text])}`);

export interface SealedRecord extends Omit<Sealable, 'expiresAt'> {
  readonly expiresAt?: number;
  readonly seal?: string;
}

/** Whether the audit channel accepted exactly this record. */
export const isSealedRecord = ({ seal, expiresAt, ...record }: SealedRecord, digest: AddressDigest): boolean =>
  expiresAt !== undefined && seal === recordSeal({ ...record, expiresAt }, digest);
