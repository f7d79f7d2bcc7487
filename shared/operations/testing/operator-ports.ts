import { memoryAudit } from '../../memory/memory-audit';
import { memoryEndpoints } from '../../memory/memory-endpoints';
import type { Endpoint } from '../../ports/endpoints';
import { cachedDataKeys } from '../../runtime/keys/cached-data-keys';
import { testDataKeyStore, testDigest } from '../../testing/sealed';
import { TestClock } from '../../testing/test-clock';

/** In-memory ports for operations on endpoints and data keys. Endpoints may be on loopback. */
export function operatorPorts(saved: readonly Endpoint[] = [], clock = new TestClock()) {
  const keyStore = testDataKeyStore();
  return {
    registry: memoryEndpoints(...saved),
    keyStore,
    keys: cachedDataKeys({ store: keyStore, clock }),
    chains: memoryAudit(testDigest),
    clock,
    policy: { allowLoopback: true, allowedPorts: [] },
    resolve: async () => ['127.0.0.1'],
    unknownTypes: 'allow' as const,
  };
}
