import { defineFunction } from '../../../shared/domain/manifest/function-manifest';

export default defineFunction({
  name: 'sweeper',
  description: 'brings deliveries that wait in the ledger back to their queues when they are due',
  capabilities: ['ledger:sweep', 'queues:send', 'keys:messages', 'keys:messages:create'],
  function: { timeoutSeconds: 55, memoryMegabytes: 512 },
  trigger: { kind: 'schedule', expression: 'rate(1 minute)' },
});
