import { systemClock } from '../../ports/clock';
import type { DataKeys } from '../../ports/data-keys';
import { cachedDataKeys } from '../../runtime/keys/cached-data-keys';
import { type KmsDataKeyStoreOptions, kmsDataKeyStore } from './kms-data-key-store';

/** Create it once per process: it caches decrypted keys. */
export const kmsDataKeys = (options: KmsDataKeyStoreOptions): DataKeys =>
  cachedDataKeys({ store: kmsDataKeyStore(options), clock: systemClock });
