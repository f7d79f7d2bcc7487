/**
 * - `endpoints`: seals the secrets of webhook endpoints
 * - `unsubscribe`: seals the tokens of unsubscribe links
 * - `addresses`: digests mail addresses in the audit chain, so that an address can be erased and its digest stays
 */
export type KeyPurpose = 'endpoints' | 'unsubscribe' | 'addresses';

/** Keys of 256 bits, one for each purpose, which are stored only under a KMS key. */
export interface DataKeys {
  /** The same key for every caller, for ever; made by whoever asks first. Cached by implementations. */
  key(purpose: KeyPurpose): Promise<Uint8Array>;
}
