import { isObject } from '../../shared/domain/filter-policy/filter-policy';
import { type Leaf, leaves } from '../../shared/domain/filter-policy/leaves';
import { validateFilterPolicy } from '../../shared/domain/filter-policy/validate';
import type { Fault } from '../../shared/domain/kit/errors/coded-error';
import type { ChannelManifest } from '../../shared/domain/manifest/channel';
import { LIST_ATTRIBUTES, MESSAGE_ATTRIBUTES } from '../../shared/domain/notification/routing';
import { delayFaults, literalFaults, queueRanges, rangeFaults, runtimeRanges, textFaults, unless } from './rules';

/** @param path JSON Pointer to the manifest */
export const channelFaults = (manifest: ChannelManifest, path: string): Fault[] => [
  ...textFaults('channel', manifest, path),
  ...rangeFaults('channel', manifest.name, path, {
    ...queueRanges(manifest.queue),
    ...runtimeRanges(manifest.function),
    'function/maximumConcurrency': [manifest.function.maximumConcurrency, 2, 1000],
  }),
  ...attemptFaults(manifest, `${path}/attemptSeconds`),
  ...delayFaults(manifest.retryDelaysSeconds, `${path}/retryDelaysSeconds`),
  ...filterFaults(manifest, `${path}/filterPolicy`),
];

/** An attempt starts only when the remaining time covers it and its recording (2 s); a longer one would never start. */
function attemptFaults({ name, attemptSeconds, function: { timeoutSeconds } }: ChannelManifest, path: string): Fault[] {
  const isPossible = Number.isInteger(attemptSeconds) && attemptSeconds >= 1 && !(attemptSeconds > timeoutSeconds - 2);
  const message = `attemptSeconds of '${name}' is ${attemptSeconds}, allowed 1 to 2 less than its timeout of ${timeoutSeconds}`;
  return unless(isPossible || !(timeoutSeconds >= 3), 'stack.channel.range', path, message);
}

const filterFaults = ({ filterPolicy }: ChannelManifest, path: string): Fault[] => [
  ...validateFilterPolicy(filterPolicy, 'MessageAttributes').map((fault) => ({ ...fault, path: path + fault.path })),
  ...leaves(filterPolicy).flatMap((leaf) => [...keyFaults(leaf, path), ...listFaults(leaf, path)]),
  ...literalFaults('channel', JSON.stringify(filterPolicy), path),
];

const keyFaults = ({ name, path }: Leaf, policyPath: string): Fault[] =>
  unless(
    MESSAGE_ATTRIBUTES.includes(name),
    'stack.channel.filter_key',
    policyPath + path,
    `filters by '${name}', allowed ${MESSAGE_ATTRIBUTES.join(', ')}: no notification carries another`,
  );

/**
 * Refuses `anything-but` over a String.Array, whose semantics are unclear: the Amazon SNS Developer Guide, "String value
 * matching", says that no element may be listed, and shows a message that passes although one is.
 */
const listFaults = ({ name, path, conditions }: Leaf, policyPath: string): Fault[] =>
  unless(
    !LIST_ATTRIBUTES.includes(name) || !conditions.some(excludes),
    'stack.channel.filter_list',
    policyPath + path,
    `filters by anything-but over '${name}', which has several values, allowed are values that one of them has`,
  );

const excludes = (condition: unknown): boolean => isObject(condition) && 'anything-but' in condition;
