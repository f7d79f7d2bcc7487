import type { DataKey } from '../domain/sealing/seal';

export type { DataKey } from '../domain/sealing/seal';

/**
 * - `endpoints`: seals secrets and headers of webhook endpoints
 * - `unsubscribe`: seals the tokens of unsubscribe links
 * - `addresses`: digests mail addresses in the audit chain, so that an address can be erased and its digest stays
 * - `messages`: authenticates messages between functions
 */
export const KEY_PURPOSES = ['endpoints', 'unsubscribe', 'addresses', 'messages'] as const;

export type KeyPurpose = (typeof KEY_PURPOSES)[number];

/**
 * 256-bit data keys, numbered per purpose, stored only encrypted by a KMS key. A sealed or signed value contains the id
 * of its key. A rotation adds a key; older ones remain to open older values.
 */
export interface DataKeys {
  /**
   * The key for sealing and signing: the newest that is at least a minute old
   * (`shared/domain/sealing/numbered-keys.ts`). Creates the first one if there is none, which needs the capability
   * `keys:<purpose>:create`.
   */
  current(purpose: KeyPurpose): Promise<DataKey>;
  /**
   * The key with this id. Safe for forged ids: an unknown one costs at most one read of the table in half a minute, and
   * no KMS call.
   */
  byId(purpose: KeyPurpose, id: string): Promise<DataKey | undefined>;
}

/** A stored key. It never changes. */
export interface StoredKey {
  readonly purpose: KeyPurpose;
  readonly id: string;
  /** RFC 3339, UTC, by the clock of the creator. */
  readonly createdAt: string;
  readonly sealed: Uint8Array;
}

/** Storage of `DataKeys`. */
export interface DataKeyStore {
  /** All keys of a purpose, oldest first; strongly consistent. */
  list(purpose: KeyPurpose): Promise<readonly StoredKey[]>;
  /** Creates a key. Idempotent: does nothing if the id is taken. */
  add(key: Omit<StoredKey, 'sealed'>): Promise<void>;
  /** Decrypts a key. Fails if it was sealed for another purpose or under another id. */
  unseal(key: StoredKey): Promise<Uint8Array>;
}
