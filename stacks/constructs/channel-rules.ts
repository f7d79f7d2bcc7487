import type { Fault } from '../../shared/domain/coded-error';
import { validateFilterPolicy } from '../../shared/domain/filter-policy/validate';
import type { ChannelManifest } from '../../shared/domain/manifest/channel';
import { MESSAGE_ATTRIBUTES } from '../../shared/domain/notification/routing';
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

/** With less time left than an attempt takes, and then the answer, none would ever begin. */
function attemptFaults({ name, attemptSeconds, function: { timeoutSeconds } }: ChannelManifest, path: string): Fault[] {
  const isPossible = Number.isInteger(attemptSeconds) && attemptSeconds >= 1 && !(attemptSeconds > timeoutSeconds - 2);
  const message = `attemptSeconds of '${name}' is ${attemptSeconds}, allowed 1 to 2 less than its timeout of ${timeoutSeconds}`;
  return unless(isPossible || !(timeoutSeconds >= 3), 'stack.channel.range', path, message);
}

const filterFaults = ({ filterPolicy }: ChannelManifest, path: string): Fault[] => [
  ...validateFilterPolicy(filterPolicy, 'MessageAttributes').map((fault) => ({ ...fault, path: path + fault.path })),
  ...filterKeys(filterPolicy).flatMap((key) => filterKeyFaults(key, `${path}/${key}`)),
  ...literalFaults('channel', JSON.stringify(filterPolicy), path),
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
