import type { FunctionManifest } from '../../../shared/domain/manifest/function-manifest';

/** One function per kind of trigger, so that properties cover each kind independently of the registry. */
export const SPECIMENS: readonly FunctionManifest[] = [
  {
    name: 'specimen-schedule',
    description: 'runs every minute',
    capabilities: ['ledger:claim', 'events:raise'],
    function: { timeoutSeconds: 30, memoryMegabytes: 256 },
    trigger: { kind: 'schedule', expression: 'rate(1 minute)' },
  },
];
