import type { AddressDigest } from '../../../shared/domain/audit-chain/address-digest';
import type { InsertedRecord } from '../../../shared/ports/audit-chain';

/** What of a tenant could not be linked when the stream told of it, and is tried again for as long as a queue keeps it. */
export interface Later {
  readonly tenant: string;
  readonly records: readonly InsertedRecord[];
}

export interface LaterQueue {
  /** @param body of `writeLater` */
  send(body: string): Promise<void>;
}

/** Sealed like the records themselves: who may send to the queue could have anything linked. */
const sealOf = (text: string, digest: AddressDigest): string => digest(`records to link\n${text}`);

export function writeLater(later: Later, digest: AddressDigest): string {
  const text = JSON.stringify(later);
  return JSON.stringify({ text, seal: sealOf(text, digest) });
}

/** @throws Error where it is not sealed */
export function readLater(body: string, digest: AddressDigest): Later {
  const { text, seal } = JSON.parse(body) as { readonly text: string; readonly seal: string };
  if (typeof text !== 'string' || seal !== sealOf(text, digest))
    throw new Error('the message has no seal of audit-chain');
  return JSON.parse(text) as Later;
}
