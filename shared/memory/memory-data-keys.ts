import { systemClock } from '../ports/clock';
import type { DataKeys } from '../ports/data-keys';
import { cachedDataKeys } from '../runtime/keys/cached-data-keys';
import { memoryDataKeyStore } from './memory-data-key-store';

/** Data keys in this process. Callers that share a store are as functions that share a table. */
export const memoryDataKeys = (store = memoryDataKeyStore(), clock = systemClock): DataKeys =>
  cachedDataKeys({ store, clock });
