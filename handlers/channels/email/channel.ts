import { defineChannel } from '../../../shared/domain/manifest/channel';

export default defineChannel({
  name: 'email',
  description: 'mails each recipient by SES',
  filterPolicy: { channels: ['email'] },
  capabilities: [
    'ledger:claim',
    'events:raise',
    'directory:suppressions',
    'keys:unsubscribe',
    'keys:unsubscribe:create',
    'keys:messages',
    'keys:messages:create',
    'unsubscribe:link',
    'attachments:read',
    'email:send',
  ],
  queue: { batchSize: 10, maxReceiveCount: 10 },
  function: { timeoutSeconds: 60, memoryMegabytes: 512, maximumConcurrency: 5 },
  attemptSeconds: 20,
  retryDelaysSeconds: [5, 30, 120, 600],
});
