import type { AddressDigest } from '../../../shared/domain/audit-chain/address-digest';
import type { InsertedRecord } from '../../../shared/ports/audit-chain';

/**
 * Records of a tenant that could not be linked from the stream. SQS delivers them up to 30 times in about three hours, and
 * then dead-letters them.
 */
export interface RecordsToRetry {
  readonly tenant: string;
  readonly records: readonly InsertedRecord[];
}

export interface RetryQueue {
  /** @param body of `writeRetryMessage` */
  send(body: string): Promise<void>;
}

/** Sealed like the records: otherwise any sender to the queue could have anything linked. */
const sealOf = (text: string, digest: AddressDigest): string => digest(`records to link\n${text}`);

export function writeRetryMessage(records: RecordsToRetry, digest: AddressDigest): string {
  const text = JSON.stringify(records);
  return JSON.stringify({ text, seal: sealOf(text, digest) });
}

/** @throws Error if the seal is missing or wrong */
export function readRetryMessage(body: string, digest: AddressDigest): RecordsToRetry {
  const { text, seal } = JSON.parse(body) as { readonly text: string; readonly seal: string };
  if (typeof text !== 'string' || seal !== sealOf(text, digest))
    throw new Error('the message has no valid seal of audit-chain');
  return JSON.parse(text) as RecordsToRetry;
}
