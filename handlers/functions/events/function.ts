import { defineFunction } from '../../../shared/domain/manifest/function-manifest';
import { eventSources } from './sources';

export default defineFunction({
  name: 'events',
  description: 'publishes notifications of the events that an EventBridge rule hands over',
  capabilities: ['ledger:note', 'notifications:publish'],
  function: { timeoutSeconds: 30, memoryMegabytes: 256 },
  trigger: {
    kind: 'event-rules',
    sources: eventSources,
    queue: { batchSize: 10, maxReceiveCount: 10 },
    maximumConcurrency: 2,
  },
});
