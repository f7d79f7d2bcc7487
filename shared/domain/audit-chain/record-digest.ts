import { canonicalJson } from '../kit/json/canonical-json';
import { checkJson, MAX_FAULTS } from '../kit/json/check-json';
import { readJson } from '../kit/json/json';
import type { Notification } from '../notification/notification';
import type { AddressDigest } from './address-digest';
import { sha256 } from './link';
import { isSealedRecord } from './record-seal';
import { redact } from './redact';

/**
 * SHA-256, in base64url, of the notification without readable addresses and names: it stays when one of them is erased.
 * Space and the order of keys mean nothing to it; everything that has a meaning changes it.
 */
export const recordDigest = (notification: Notification, digest: AddressDigest): string =>
  sha256(canonicalJson(redact(notification, digest)));

/** A record as it stands in a ledger, by what an auditor needs of it. */
export interface Recorded {
  /** Empty where the record cannot be what was accepted: no JSON, or its attributes contradict its text. Made when it is asked for. */
  readonly digest: string;
  readonly acceptedAt: string;
  /** Did the audit channel put it there, as it is? Worked out when it is asked for. */
  readonly isSealed: boolean;
  /** Has it a seal, be it right or wrong? Records that were accepted before there were seals have none. */
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
 * Judged as a value: what an earlier version accepted may have digits that no double holds, and was sealed without them.
 * It may have keys with half of a surrogate pair too, which its digest has escaped.
 */
function read(text: string): Notification | undefined {
  const value = readJson(text);
  const faults = checkJson(value);
  const isSealable = faults.length < MAX_FAULTS && faults.every(({ code }) => code === 'json.lone_surrogate');
  const notification = isSealable ? (value as Notification | null) : null;
  return ['string', 'undefined'].includes(typeof notification?.recipients) ? (notification ?? undefined) : undefined;
}
