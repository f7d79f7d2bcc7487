import type { ChannelManifest } from '../../../shared/domain/manifest/channel';
import type { FunctionManifest } from '../../../shared/domain/manifest/function-manifest';
import { type EventSource, eventSources, redriveOf, type StreamSource, streamSources } from './flow';
import type { Plan } from './plan';
import type { Property } from './property';
import type { EventSourceMappingBody } from './terraform-json';

/** Lambda's minimum for a queue. */
const MIN_CONCURRENCY = 2;

/** Attributes that Lambda refuses on a mapping of a queue. */
const OF_STREAMS = [
  'starting_position',
  'bisect_batch_on_function_error',
  'maximum_retry_attempts',
  'maximum_record_age_in_seconds',
  'destination_config',
] as const;

export const tuningProperties: readonly Property[] = [
  {
    name: 'a queue is drained as its manifest says: batches, concurrency, and receives before a message is dead-lettered',
    check: (plan) =>
      eventSources(plan).flatMap((source) => compare(source.address, seenOfQueue(source), wantedOfQueue(plan, source))),
  },
  {
    name: 'a stream is read in batches of its manifest',
    check: (plan) =>
      streamSources(plan).flatMap((source) =>
        compare(source.mapping.address, seenOfStream(source.mapping.body), wantedOfStream(plan, source)),
      ),
  },
  {
    name: 'an event source mapping has the attributes of its kind of source only',
    check: (plan) => [
      ...eventSources(plan).flatMap(({ address, mapping }) =>
        OF_STREAMS.filter((member) => mapping[member] !== undefined).map((member) => `${address}: has ${member}`),
      ),
      ...streamSources(plan).flatMap(({ mapping: { address, body } }) =>
        body.scaling_config === undefined ? [] : [`${address}: has scaling_config`],
      ),
    ],
  },
];

const compare = (address: string, seen: string, wanted: string): string[] =>
  seen === wanted ? [] : [`${address}: is drained with ${seen}, expected ${wanted}`];

const inWords = (size = 0, windowSeconds = 0, receives = 0, concurrency = 0) =>
  `${size} at once within ${windowSeconds} s, ${receives} receives, ${concurrency} functions`;

const seenOfQueue = ({ mapping, queue }: EventSource): string =>
  inWords(
    mapping.batch_size,
    mapping.maximum_batching_window_in_seconds,
    redriveOf(queue).maxReceiveCount,
    mapping.scaling_config?.maximum_concurrency,
  );

function wantedOfQueue(plan: Plan, { function: fn }: EventSource): string {
  const manifest = plan.manifestOf(fn.body.function_name);
  const tuned = manifest && 'trigger' in manifest ? manifest.trigger : manifest;
  if (!manifest || !tuned || !('queue' in tuned)) return 'no queue';
  const { batchSize, batchingWindowSeconds, maxReceiveCount } = tuned.queue;
  const concurrency = 'maximumConcurrency' in tuned ? tuned.maximumConcurrency : ofChannel(plan, manifest);
  return inWords(batchSize, batchingWindowSeconds, maxReceiveCount, concurrency);
}

/** Maximum concurrency of a channel, which an operator's setting (webhook) or the SES rate (email) may override. */
function ofChannel({ environment }: Plan, manifest: ChannelManifest | FunctionManifest): number | undefined {
  if (!('filterPolicy' in manifest)) return undefined;
  const { maximumConcurrency } = manifest.function;
  const { webhookConcurrency = maximumConcurrency, mailRatePerSecond } = environment;
  if (manifest.capabilities.includes('directory:endpoints')) return webhookConcurrency;
  if (!manifest.capabilities.includes('email:send')) return maximumConcurrency;
  return Math.min(maximumConcurrency, Math.max(MIN_CONCURRENCY, Math.floor(mailRatePerSecond)));
}

const seenOfStream = (body: EventSourceMappingBody): string =>
  `${body.batch_size} at once within ${body.maximum_batching_window_in_seconds} s`;

function wantedOfStream(plan: Plan, { function: fn }: StreamSource): string {
  const manifest = plan.manifestOf(fn.body.function_name);
  const trigger = manifest && 'trigger' in manifest ? manifest.trigger : undefined;
  if (trigger?.kind !== 'inserted-records' && trigger?.kind !== 'ledger-changes') return 'no stream';
  return `${trigger.batchSize} at once within ${trigger.batchingWindowSeconds} s`;
}
