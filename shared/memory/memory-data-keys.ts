import { systemClock } from '../ports/clock';
import type { DataKeys } from '../ports/data-keys';
import { cachedDataKeys } from '../runtime/keys/cached-data-keys';
import { memoryDataKeyStore } from './memory-data-key-store';

/** In-memory data keys. Callers that share a store act like functions that share a table. */
export const memoryDataKeys = (store = memoryDataKeyStore(), clock = systemClock): DataKeys =>
  cachedDataKeys({ store, clock });
