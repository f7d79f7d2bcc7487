import type { ChannelManifest } from '../../shared/domain/channel';
import type { Fault } from '../../shared/domain/coded-error';
import { validateFilterPolicy } from '../../shared/domain/filter-policy/validate';
import { MESSAGE_ATTRIBUTES } from '../../shared/domain/routing';
import { delayFaults, unless } from './rules';

/** Lambda's limit of a function's description (CreateFunction, "Description"). */
const MAX_DESCRIPTION = 256;

/** @param path JSON Pointer to the manifest */
export const channelFaults = (manifest: ChannelManifest, path: string): Fault[] => [
  ...textFaults(manifest, path),
  ...tuningFaults(manifest, path),
  ...delayFaults(manifest.retryDelaysSeconds, `${path}/retryDelaysSeconds`),
  ...filterFaults(manifest, `${path}/filterPolicy`),
];

const textFaults = ({ name, description }: ChannelManifest, path: string): Fault[] => [
  ...unless(
    /^[a-z][a-z0-9-]{0,19}$/.test(name),
    'stack.channel.name',
    `${path}/name`,
    `'${name}', allowed 1 to 20 of a-z, 0-9 and -, a letter first`,
  ),
  ...unless(
    description.length > 0 && description.length <= MAX_DESCRIPTION,
    'stack.channel.description',
    `${path}/description`,
    `description of '${name}' has ${description.length} characters, allowed 1 to ${MAX_DESCRIPTION}`,
  ),
  ...literalFaults(description, `${path}/description`),
];

function tuningFaults({ name, queue, function: fn }: ChannelManifest, path: string): Fault[] {
  const range = (value: number, low: number, high: number, field: string) =>
    unless(
      Number.isInteger(value) && value >= low && value <= high,
      'stack.channel.range',
      `${path}/${field}`,
      `${field} of '${name}' is ${value}, allowed ${low} to ${high}`,
    );
  return [
    ...range(queue.batchSize, 1, 10, 'queue/batchSize'),
    // Below 5, throttling alone dead-letters messages (Lambda Developer Guide, "Using Lambda with Amazon SQS").
    ...range(queue.maxReceiveCount, 5, 1000, 'queue/maxReceiveCount'),
    ...range(fn.timeoutSeconds, 1, 900, 'function/timeoutSeconds'),
    ...range(fn.memoryMegabytes, 128, 10_240, 'function/memoryMegabytes'),
    ...range(fn.maximumConcurrency, 2, 1000, 'function/maximumConcurrency'),
  ];
}

const filterFaults = ({ filterPolicy }: ChannelManifest, path: string): Fault[] => [
  ...validateFilterPolicy(filterPolicy, 'MessageAttributes').map((fault) => ({ ...fault, path: path + fault.path })),
  ...filterKeys(filterPolicy).flatMap((key) => filterKeyFaults(key, `${path}/${key}`)),
  ...literalFaults(JSON.stringify(filterPolicy), path),
];

/** Of the branches of `$or` too. */
const filterKeys = (policy: ChannelManifest['filterPolicy']): string[] =>
  Object.entries(policy).flatMap(([key, node]) =>
    key === '$or' && Array.isArray(node) ? node.flatMap((branch) => filterKeys(branch)) : [key],
  );

const filterKeyFaults = (key: string, path: string): Fault[] =>
  unless(
    (MESSAGE_ATTRIBUTES as readonly string[]).includes(key),
    'stack.channel.filter_key',
    path,
    `filters by '${key}', allowed ${MESSAGE_ATTRIBUTES.join(', ')}: no notification carries another`,
  );

/** cdktf does not escape them, and Terraform would evaluate them. */
const literalFaults = (text: string, path: string): Fault[] =>
  unless(!/[$%]\{/.test(text), 'stack.channel.template', path, `${text} has '\${' or '%{', which Terraform evaluates`);
