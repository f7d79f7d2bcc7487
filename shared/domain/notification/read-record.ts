import type { AddressDigest } from '../audit-chain/address-digest';
import { isSealedRecord, type SealedRecord } from '../audit-chain/record-seal';
import type { Fault } from '../kit/errors/coded-error';
import type { Notification } from './notification';
import { parseNotification } from './parse-notification';

/** A notification as the ledger stores it. */
export interface RecordedNotification {
  readonly id: string;
  readonly tenant: string;
  readonly type: string;
  readonly text: string;
}

export type RecordResult =
  | { readonly ok: true; readonly notification: Notification }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Parses a record before it is sent again. It is untrusted: anyone with write access to the table may have changed it.
 */
export function readRecord(record: RecordedNotification): RecordResult {
  const parsed = parseNotification(record.text);
  const faults = parsed.ok
    ? (['id', 'tenant', 'type'] as const).flatMap((name) => foreign(name, parsed.notification, record))
    : [];
  return faults.length === 0 ? parsed : { ok: false, faults };
}

/**
 * Parses a record and verifies its seal, for callers that have the key: only a record that the audit channel accepted
 * is sent. A record without a seal is refused too, because an attacker who can change a record can remove its seal.
 */
export function readSealedRecord(record: RecordedNotification & SealedRecord, digest: AddressDigest): RecordResult {
  const read = readRecord(record);
  return !read.ok || isSealedRecord(record, digest) ? read : { ok: false, faults: [NOT_SEALED] };
}

const NOT_SEALED: Fault = {
  code: 'ledger.record.not_sealed',
  path: '',
  message: 'the audit channel has not sealed this text, with this time and this time to expire',
};

const foreign = (name: keyof RecordedIdentity, seen: RecordedIdentity, expected: RecordedIdentity): Fault[] =>
  seen[name] === expected[name]
    ? []
    : [
        {
          code: 'ledger.record.foreign',
          path: `/${name}`,
          message: `${name} is ${seen[name]}, expected ${expected[name]} as in the ledger`,
        },
      ];

type RecordedIdentity = Pick<RecordedNotification, 'id' | 'tenant' | 'type'>;
