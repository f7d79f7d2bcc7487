import type { FunctionManifest, Trigger } from '../../../shared/domain/manifest/function-manifest';
import type { TriggerOf } from '../../triggers/trigger-kind';

type Specimen<Kind extends Trigger['kind']> = FunctionManifest & { readonly trigger: TriggerOf<Kind> };

const tuning = { timeoutSeconds: 29, memoryMegabytes: 256 } as const;

/** One function per kind of trigger, with few or no capabilities: properties cover each kind independently of the registry. */
export const SPECIMEN_OF: { readonly [Kind in Trigger['kind']]: Specimen<Kind> } = {
  schedule: {
    name: 'specimen-schedule',
    description: 'runs every minute',
    capabilities: ['ledger:claim', 'events:raise'],
    function: tuning,
    trigger: { kind: 'schedule', expression: 'rate(1 minute)' },
  },
  'mail-events': {
    name: 'specimen-mail-events',
    description: 'reads events of sent mail',
    capabilities: [],
    function: tuning,
    trigger: { kind: 'mail-events', queue: { batchSize: 10, maxReceiveCount: 10 }, maximumConcurrency: 2 },
  },
  'inserted-records': {
    name: 'specimen-stream',
    description: 'reads records inserted into the ledger',
    capabilities: [],
    function: tuning,
    trigger: {
      kind: 'inserted-records',
      batchSize: 100,
      batchingWindowSeconds: 1,
      queue: { batchSize: 1, maxReceiveCount: 30 },
      maximumConcurrency: 2,
    },
  },
  uploads: {
    name: 'specimen-uploads',
    description: 'reads uploaded files',
    capabilities: [],
    function: tuning,
    trigger: { kind: 'uploads', queue: { batchSize: 1, maxReceiveCount: 10 }, maximumConcurrency: 2 },
  },
  http: {
    name: 'specimen-http',
    description: 'answers a route that may be open',
    capabilities: [],
    function: tuning,
    trigger: { kind: 'http', routes: ['GET /unsubscribe/{token}'] },
  },
};

const { 'inserted-records': reader, ...others } = SPECIMEN_OF;

/** Specimens that a stack may have beside the registry. The reader is none of them: the ledger's stream has one reader. */
export const SPECIMENS: readonly FunctionManifest[] = Object.values(others);

/** All specimens beside the registry's functions, whose reader of the ledger's stream is replaced by the specimen. */
export const withSpecimenReader = (functions: readonly FunctionManifest[]): readonly FunctionManifest[] => [
  ...functions.filter(({ trigger }) => trigger.kind !== reader.trigger.kind),
  ...SPECIMENS,
  reader,
];
