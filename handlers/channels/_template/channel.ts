import { defineChannel } from '../../../shared/domain/manifest/channel';

export default defineChannel({
  name: 'template',
  description: 'says hello in the log: a living example to copy, compiled and tested, never deployed',
  filterPolicy: { channels: ['template'] },
  onRequest: true,
  capabilities: ['ledger:claim', 'keys:messages', 'keys:messages:create', 'events:raise'],
  queue: { batchSize: 10, maxReceiveCount: 10 },
  function: { timeoutSeconds: 10, memoryMegabytes: 256, maximumConcurrency: 2 },
  attemptSeconds: 8,
  retryDelaysSeconds: [5, 30, 120],
});
