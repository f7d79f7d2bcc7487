import { MAX_WAIT_SECONDS } from '../../shared/domain/delivery/retry-schedule';
import type { Fault } from '../../shared/domain/kit/errors/coded-error';
import type { QueueTuning, RuntimeTuning } from '../../shared/domain/manifest/channel';
import type { Trigger } from '../../shared/domain/manifest/function-manifest';

/** One fault unless the rule holds. */
export const unless = (holds: boolean, code: string, path: string, message: string): Fault[] =>
  holds ? [] : [{ code, path, message }];

export const delayFaults = (delays: readonly number[], path: string): Fault[] => [
  ...unless(
    delays.length > 0,
    'stack.retry_delay',
    path,
    'no delay at all, allowed 1 or more: each is one more attempt',
  ),
  ...delays.flatMap((seconds, index) =>
    unless(
      Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_WAIT_SECONDS,
      'stack.retry_delay',
      `${path}/${index}`,
      `${seconds} s, allowed 0 to ${MAX_WAIT_SECONDS}`,
    ),
  ),
];

/** Kind of a manifest's owner; fault codes contain it. */
export type ManifestKind = 'channel' | 'function';

/** Lambda's limit of a function's description (CreateFunction, "Description"). */
const MAX_DESCRIPTION = 256;

/** Faults of name and description, which every manifest has. */
export const textFaults = (
  kind: ManifestKind,
  { name, description }: { readonly name: string; readonly description: string },
  path: string,
): Fault[] => [
  ...unless(
    /^[a-z][a-z0-9-]{0,19}$/.test(name),
    `stack.${kind}.name`,
    `${path}/name`,
    `'${name}', allowed 1 to 20 of a-z, 0-9 and -, a letter first`,
  ),
  ...unless(
    description.length > 0 && description.length <= MAX_DESCRIPTION,
    `stack.${kind}.description`,
    `${path}/description`,
    `description of '${name}' has ${description.length} characters, allowed 1 to ${MAX_DESCRIPTION}`,
  ),
  ...literalFaults(kind, description, `${path}/description`),
];

/** Refuses template markers: CDKTF does not escape them, and Terraform would evaluate them (injection). */
export const literalFaults = (kind: ManifestKind, text: string, path: string): Fault[] =>
  unless(!/[$%]\{/.test(text), `stack.${kind}.template`, path, `${text} has '\${' or '%{', which Terraform evaluates`);

/** Integers and their inclusive limits, by the path of the field in its manifest. */
export type Ranges = Readonly<Record<string, readonly [value: number, low: number, high: number]>>;

export const rangeFaults = (kind: ManifestKind, name: string, path: string, ranges: Ranges): Fault[] =>
  Object.entries(ranges).flatMap(([field, [value, low, high]]) =>
    unless(
      Number.isInteger(value) && value >= low && value <= high,
      `stack.${kind}.range`,
      `${path}/${field}`,
      `${field} of '${name}' is ${value}, allowed ${low} to ${high}`,
    ),
  );

/** Maximum batch size with a batching window. Lambda allows 10,000 in 6 MB, but a batch must fit in the function's memory. */
const MAX_BATCH = 100;
const MAX_BATCHING_WINDOW_SECONDS = 10;

export const queueRanges = (
  { batchSize, batchingWindowSeconds, maxReceiveCount }: QueueTuning,
  prefix = '',
): Ranges => ({
  // Lambda requires a batching window for more than ten (CreateEventSourceMapping, "MaximumBatchingWindowInSeconds").
  [`${prefix}queue/batchSize`]: [batchSize, 1, batchingWindowSeconds === undefined ? 10 : MAX_BATCH],
  ...(batchingWindowSeconds !== undefined && {
    [`${prefix}queue/batchingWindowSeconds`]: [batchingWindowSeconds, 1, MAX_BATCHING_WINDOW_SECONDS],
  }),
  // Below 5, throttling alone dead-letters messages (Lambda Developer Guide, "Using Lambda with Amazon SQS").
  [`${prefix}queue/maxReceiveCount`]: [maxReceiveCount, 5, 1000],
});

/** Ranges of a trigger with a queue that the function drains. */
export const drainRanges = ({ queue, maximumConcurrency }: Extract<Trigger, { queue: unknown }>): Ranges => ({
  ...queueRanges(queue, 'trigger/'),
  'trigger/maximumConcurrency': [maximumConcurrency, 2, 1000],
});

export const runtimeRanges = ({ timeoutSeconds, memoryMegabytes, reservedConcurrency }: RuntimeTuning): Ranges => ({
  'function/timeoutSeconds': [timeoutSeconds, 1, 900],
  'function/memoryMegabytes': [memoryMegabytes, 128, 10_240],
  ...(reservedConcurrency !== undefined && { 'function/reservedConcurrency': [reservedConcurrency, 1, 100] }),
});
