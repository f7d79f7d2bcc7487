import { defineFunction } from '../../../shared/domain/manifest/function-manifest';

export default defineFunction({
  name: 'replays',
  description: 'continues replays of all deliveries that a filter finds',
  capabilities: [
    'listing:read',
    'replays:continue',
    'ledger:read',
    'directory:find',
    'queues:send',
    'keys:addresses',
    'keys:messages',
    'keys:messages:create',
  ],
  function: { timeoutSeconds: 55, memoryMegabytes: 512 },
  trigger: { kind: 'schedule', expression: 'rate(1 minute)' },
});
