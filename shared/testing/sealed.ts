import { randomBytes } from 'node:crypto';
import { addressDigest } from '../domain/audit-chain/address-digest';
import { recordSeal } from '../domain/audit-chain/record-seal';
import { type DataKey, SEAL_NONCE_BYTES } from '../domain/sealing/seal';
import { type Owner, sealHeaders, sealSecret } from '../domain/webhook/endpoint-seals';
import { memoryDataKeyStore } from '../memory/memory-data-key-store';
import type { AuditRecord } from '../ports/audit-chain';
import type { DataKeyStore, DataKeys, StoredKey } from '../ports/data-keys';
import type { SealedHeaders, SealedSecret } from '../ports/endpoints';
import type { AcceptedEvent } from '../ports/ledger';

/** The key that seals the endpoints of tests, as a constant, so that tests need no asynchronous key. */
export const TEST_KEY: DataKey = { id: '1', key: new Uint8Array(32).fill(7) };

/** Data keys with only the key of `anEndpoint`. */
export const testDataKeys: DataKeys = {
  current: async () => TEST_KEY,
  byId: async (_, id) => (id === TEST_KEY.id ? TEST_KEY : undefined),
};

/** Digest with the key that seals the records of `memoryAudit`. */
export const testDigest = addressDigest(TEST_KEY.key);

/** A record as the audit channel writes it. */
export function sealedRecord(event: AcceptedEvent): AuditRecord {
  const record = { ...event, expiresAt: Date.parse(event.acceptedAt) / 1000 + 30 * 86_400 };
  return { ...record, seal: recordSeal(record, testDigest) };
}

/** A store with only `TEST_KEY`, for endpoints. */
export function testDataKeyStore(): DataKeyStore {
  const store = memoryDataKeyStore();
  const first: StoredKey = {
    purpose: 'endpoints',
    id: TEST_KEY.id,
    createdAt: '2026-11-01T00:00:00.000Z',
    sealed: new Uint8Array(),
  };
  return {
    ...store,
    list: async (purpose) => [...(purpose === 'endpoints' ? [first] : []), ...(await store.list(purpose))],
    unseal: async (key) => (key === first ? TEST_KEY.key : store.unseal(key)),
  };
}

export const testKeyOf = (id: string) => testDataKeys.byId('endpoints', id);

const sealWith = (key: DataKey) => ({ key, nonce: randomBytes(SEAL_NONCE_BYTES) });

export const aSealedSecret = (
  secret: string,
  owner: Owner,
  overrides: Partial<SealedSecret> = {},
  key = TEST_KEY,
): SealedSecret => ({
  sealed: sealSecret(secret, owner, sealWith(key)),
  createdAt: '2026-11-23T09:30:00.000Z',
  ...overrides,
});

export const someSealedHeaders = (
  headers: Readonly<Record<string, string>>,
  owner: Owner,
  key = TEST_KEY,
): SealedHeaders => ({
  names: Object.keys(headers),
  sealed: sealHeaders(headers, owner, sealWith(key)),
});
