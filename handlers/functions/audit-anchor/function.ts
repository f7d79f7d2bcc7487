import { defineFunction } from '../../../shared/domain/manifest/function-manifest';

export default defineFunction({
  name: 'audit-anchor',
  description: 'archives what was recorded, and signs where every audit chain ends',
  capabilities: ['audit:anchor', 'keys:addresses'],
  function: { timeoutSeconds: 900, memoryMegabytes: 512 },
  trigger: { kind: 'schedule', expression: 'rate(1 day)' },
});
