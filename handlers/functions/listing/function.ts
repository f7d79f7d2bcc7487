import { defineFunction } from '../../../shared/domain/manifest/function-manifest';

export default defineFunction({
  name: 'listing',
  description: 'lists what was accepted and what was not delivered, by tenant, type, state and endpoint',
  capabilities: ['listing:write', 'ledger:accepted', 'keys:addresses'],
  function: { timeoutSeconds: 60, memoryMegabytes: 512 },
  trigger: {
    kind: 'ledger-changes',
    batchSize: 1000,
    batchingWindowSeconds: 5,
    queue: { batchSize: 1, maxReceiveCount: 30 },
    maximumConcurrency: 2,
  },
});
