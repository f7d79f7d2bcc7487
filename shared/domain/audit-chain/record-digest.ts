import { canonicalJson } from '../kit/json/canonical-json';
import { checkJson, MAX_FAULTS } from '../kit/json/check-json';
import { readJson } from '../kit/json/json';
import type { Notification } from '../notification/notification';
import type { AddressDigest } from './address-digest';
import { sha256 } from './link';
import { isSealedRecord } from './record-seal';
import { redact } from './redact';

/**
 * SHA-256, in base64url, of the canonical form of a redacted notification: erasing an address does not change it. White
 * space and the order of keys do not matter; any change of meaning changes it.
 */
export const recordDigest = (notification: Notification, digest: AddressDigest): string =>
  sha256(canonicalJson(redact(notification, digest)));

/** A record of the ledger, with what an audit needs. */
export interface Recorded {
  /**
   * Empty if the record cannot be the accepted one: no JSON, or attributes that contradict its text. Computed lazily.
   */
  readonly digest: string;
  readonly acceptedAt: string;
  /** Whether the audit channel wrote the record exactly like this. Computed lazily. */
  readonly isSealed: boolean;
  /** Whether the record has a seal, valid or not. Records from before the introduction of seals have none. */
  readonly hasSeal: boolean;
}

interface Record {
  readonly id: string;
  readonly tenant: string;
  readonly type: string;
  readonly text: string;
  readonly acceptedAt: string;
  readonly seal?: string;
  readonly expiresAt?: number;
}

export const recorded = (record: Record, digest: AddressDigest): Recorded => ({
  acceptedAt: record.acceptedAt,
  get digest() {
    return digestOf(record, digest);
  },
  get isSealed() {
    return isSealedRecord(record, digest);
  },
  hasSeal: record.seal !== undefined,
});

function digestOf({ id, tenant, type, text }: Record, digest: AddressDigest): string {
  const notification = read(text);
  const isConsistent = notification?.id === id && notification.tenant === tenant && notification.type === type;
  return isConsistent ? recordDigest(notification, digest) : '';
}

/**
 * Parsed leniently: an earlier version accepted numbers with more digits than a double has, and sealed them without
 * those digits, and keys with half of a surrogate pair, which the digest escapes.
 */
function read(text: string): Notification | undefined {
  const value = readJson(text);
  const faults = checkJson(value);
  const isSealable = faults.length < MAX_FAULTS && faults.every(({ code }) => code === 'json.lone_surrogate');
  const notification = isSealable ? (value as Notification | null) : null;
  return ['string', 'undefined'].includes(typeof notification?.recipients) ? (notification ?? undefined) : undefined;
}
