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
 * Keys of 256 bits, numbered for each purpose, which are stored only under a KMS key. What is sealed or signed says the
 * id of its key. A rotation adds a key; the older ones stay, to open what they sealed.
 */
export interface DataKeys {
  /**
   * The key to seal and sign with: the newest that is at least a minute old (`shared/domain/sealing/numbered-keys.ts`). Makes
   * the first one where there is none, which takes the capability `keys:<purpose>:create`.
   */
  current(purpose: KeyPurpose): Promise<DataKey>;
  /**
   * The key that something was sealed or signed with. Safe with ids that anybody can invent: an unknown one costs at
   * most one read of the table in half a minute, and no call of KMS.
   */
  byId(purpose: KeyPurpose, id: string): Promise<DataKey | undefined>;
}

/** A key as it is stored. It never changes. */
export interface StoredKey {
  readonly purpose: KeyPurpose;
  readonly id: string;
  /** RFC 3339, UTC, by the clock of whoever made it. */
  readonly createdAt: string;
  readonly sealed: Uint8Array;
}

/** Where `DataKeys` are kept. */
export interface DataKeyStore {
  /** All keys of a purpose, the oldest first; strongly consistent. */
  list(purpose: KeyPurpose): Promise<readonly StoredKey[]>;
  /** Makes a key. Changes nothing where the id is taken. */
  add(key: Omit<StoredKey, 'sealed'>): Promise<void>;
  /** Fails for a key that was sealed for another purpose or under another id. */
  unseal(key: StoredKey): Promise<Uint8Array>;
}
