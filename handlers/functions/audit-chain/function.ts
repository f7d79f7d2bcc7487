import { defineFunction } from '../../../shared/domain/manifest/function-manifest';

export default defineFunction({
  name: 'audit-chain',
  description: 'binds what was recorded into the audit chain of its tenant, and hands deliveries on to the event bus',
  capabilities: ['audit:link', 'keys:addresses', 'events:hand-on'],
  function: { timeoutSeconds: 60, memoryMegabytes: 512 },
  trigger: {
    kind: 'inserted-records',
    batchSize: 1000,
    batchingWindowSeconds: 5,
    queue: { batchSize: 1, maxReceiveCount: 30 },
    maximumConcurrency: 2,
  },
});
