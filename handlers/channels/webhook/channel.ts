import { defineChannel } from '../../../shared/domain/manifest/channel';

export default defineChannel({
  name: 'webhook',
  description: "posts to each of the tenant's endpoints that wants the type, signed as Standard Webhooks says",
  filterPolicy: { channels: ['webhook'] },
  capabilities: [
    'ledger:claim',
    'events:raise',
    'directory:endpoints',
    'directory:circuits',
    'keys:endpoints',
    'keys:messages',
    'keys:messages:create',
  ],
  queue: { batchSize: 50, batchingWindowSeconds: 1, maxReceiveCount: 10 },
  function: { timeoutSeconds: 30, memoryMegabytes: 256, maximumConcurrency: 20 },
  attemptSeconds: 16,
  retryDelaysSeconds: [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400],
});
