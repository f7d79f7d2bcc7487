import { defineChannel } from '../../../shared/domain/manifest/channel';

export default defineChannel({
  name: 'audit',
  description: 'records every accepted notification in the ledger, once',
  filterPolicy: {},
  capabilities: [
    'ledger:accept',
    'keys:addresses',
    'keys:addresses:create',
    'keys:messages',
    'keys:messages:create',
    'events:raise',
  ],
  queue: { batchSize: 10, maxReceiveCount: 10 },
  function: { timeoutSeconds: 15, memoryMegabytes: 256, maximumConcurrency: 10, reservedConcurrency: 10 },
  attemptSeconds: 10,
  retryDelaysSeconds: [5, 30, 120, 600],
});
