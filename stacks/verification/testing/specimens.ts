import codepipelineFailed from '../../../handlers/functions/events/sources/codepipeline-failed';
import type { FunctionManifest, Trigger } from '../../../shared/domain/manifest/function-manifest';
import type { Environment } from '../../environment';
import type { TriggerOf } from '../../triggers/trigger-kind';

type Specimen<Kind extends Trigger['kind']> = FunctionManifest & { readonly trigger: TriggerOf<Kind> };

const tuning = { timeoutSeconds: 29, memoryMegabytes: 256 } as const;

/** Of the bus of the environment: those of the registry are of the account's. */
const SOURCE = { ...codepipelineFailed, name: 'specimen', bus: 'carillon' } as const;

/** The environment with the event source of the specimen switched on. */
export const withSpecimenSource = (environment: Environment): Environment => ({
  eventTenant: 'specimens',
  eventRecipients: 'specimens@example.com',
  ...environment,
  eventSources: [...environment.eventSources, SOURCE.name],
});

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
  'event-rules': {
    name: 'specimen-rules',
    description: 'reads events of the bus',
    capabilities: [],
    function: tuning,
    trigger: {
      kind: 'event-rules',
      sources: [SOURCE],
      queue: { batchSize: 10, maxReceiveCount: 10 },
      maximumConcurrency: 2,
    },
  },
  'operational-events': {
    name: 'specimen-operational',
    description: 'reads events that functions raise',
    capabilities: ['bus:put'],
    function: tuning,
    trigger: { kind: 'operational-events', queue: { batchSize: 10, maxReceiveCount: 10 }, maximumConcurrency: 2 },
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
  'ledger-changes': {
    name: 'specimen-changes',
    description: 'reads changes of the ledger',
    capabilities: [],
    function: tuning,
    trigger: {
      kind: 'ledger-changes',
      batchSize: 100,
      batchingWindowSeconds: 1,
      queue: { batchSize: 1, maxReceiveCount: 30 },
      maximumConcurrency: 2,
    },
  },
  http: {
    name: 'specimen-http',
    description: 'answers a route of callers',
    capabilities: [],
    function: tuning,
    trigger: { kind: 'http', routes: [{ route: 'GET /specimen', access: 'callers', throttle: { rate: 5, burst: 5 } }] },
  },
};

const { 'inserted-records': linker, 'ledger-changes': lister, ...others } = SPECIMEN_OF;
const READERS: readonly FunctionManifest[] = [linker, lister];

/** Specimens that a stack may have beside the registry. Readers are none of them: a stream has at most two. */
export const SPECIMENS: readonly FunctionManifest[] = Object.values(others);

/** All specimens beside the registry's functions, whose readers of the ledger's stream are replaced by the specimens. */
export const withSpecimenReader = (functions: readonly FunctionManifest[]): readonly FunctionManifest[] => [
  ...functions.filter(({ trigger }) => !READERS.some((reader) => reader.trigger.kind === trigger.kind)),
  ...SPECIMENS,
  ...READERS,
];
