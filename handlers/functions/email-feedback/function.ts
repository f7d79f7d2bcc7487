import { defineFunction } from '../../../shared/domain/manifest/function-manifest';

export default defineFunction({
  name: 'email-feedback',
  description: 'records what SES says of sent mail, and suppresses addresses that bounce or complain',
  capabilities: ['ledger:feedback', 'directory:preferences', 'events:raise'],
  function: { timeoutSeconds: 15, memoryMegabytes: 256 },
  trigger: { kind: 'mail-events', queue: { batchSize: 10, maxReceiveCount: 10 }, maximumConcurrency: 5 },
});
