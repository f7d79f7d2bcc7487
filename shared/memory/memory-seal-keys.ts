import { createHash } from 'node:crypto';
import type { SealKey, SealKeys } from '../runtime/message/message-seal';

/** The key with this number. All fakes share their keys, like functions of one stack. */
export const memorySealKey = (id = '1'): SealKey => ({
  id,
  key: createHash('sha256').update(`seal key ${id}`).digest(),
});

/** Keys `1` to `current`. */
export const memorySealKeys = (current = 1): SealKeys => ({
  current: async () => memorySealKey(String(current)),
  byId: async (id) => (/^[1-9]$/.test(id) && Number(id) <= current ? memorySealKey(id) : undefined),
});
