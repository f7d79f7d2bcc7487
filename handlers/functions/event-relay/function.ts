import { defineFunction } from '../../../shared/domain/manifest/function-manifest';

export default defineFunction({
  name: 'event-relay',
  description: 'puts what became of deliveries, and what functions raise, on the event bus',
  capabilities: ['bus:put'],
  function: { timeoutSeconds: 30, memoryMegabytes: 256 },
  trigger: { kind: 'operational-events', queue: { batchSize: 10, maxReceiveCount: 20 }, maximumConcurrency: 5 },
});
