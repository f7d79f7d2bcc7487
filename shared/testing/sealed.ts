import { randomBytes } from 'node:crypto';
import { SEAL_NONCE_BYTES } from '../domain/seal';
import { type Owner, sealHeaders, sealSecret } from '../domain/webhook/endpoint-seals';
import type { DataKeys } from '../ports/data-keys';
import type { SealedHeaders, SealedSecret } from '../ports/endpoints';

/** What the endpoints of tests are sealed with, so that a test need not wait for a key. */
const TEST_KEY = new Uint8Array(32).fill(7);

/** Gives the key that `anEndpoint` seals with. */
export const testDataKeys: DataKeys = { key: async () => TEST_KEY };

const sealWith = () => ({ key: TEST_KEY, nonce: randomBytes(SEAL_NONCE_BYTES) });

export const aSealedSecret = (secret: string, owner: Owner, overrides: Partial<SealedSecret> = {}): SealedSecret => ({
  sealed: sealSecret(secret, owner, sealWith()),
  createdAt: '2026-11-23T09:30:00.000Z',
  ...overrides,
});

export const someSealedHeaders = (headers: Readonly<Record<string, string>>, owner: Owner): SealedHeaders => ({
  names: Object.keys(headers),
  sealed: sealHeaders(headers, owner, sealWith()),
});
