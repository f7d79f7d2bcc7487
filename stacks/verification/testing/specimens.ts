import type { FunctionManifest } from '../../../shared/domain/manifest/function-manifest';

/** A function for every way to start one, so that properties hold of each whatever the registry has today. */
export const SPECIMENS: readonly FunctionManifest[] = [
  {
    name: 'specimen-schedule',
    description: 'runs every minute',
    capabilities: ['ledger:claim', 'events:raise'],
    function: { timeoutSeconds: 30, memoryMegabytes: 256 },
    trigger: { kind: 'schedule', expression: 'rate(1 minute)' },
  },
];
