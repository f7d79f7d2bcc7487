import type { Fault } from '../../shared/domain/kit/errors/coded-error';
import type { ChannelManifest } from '../../shared/domain/manifest/channel';
import type { FunctionManifest } from '../../shared/domain/manifest/function-manifest';
import { queuesOf, RESERVED_NAMES } from '../constructs/naming';
import { queuesOfFunction } from '../triggers/trigger-kinds';
import { type ManifestKind, unless } from './rules';

interface Owner {
  readonly kind: ManifestKind;
  readonly name: string;
  readonly queues: readonly string[];
}

/** Name conflicts between manifests, and with the stack. */
export function registryFaults(channels: readonly ChannelManifest[], functions: readonly FunctionManifest[]): Fault[] {
  const owners: Owner[] = [
    ...channels.map(({ name }) => ({ kind: 'channel', name, queues: queuesOf(name) }) as const),
    ...functions.map(
      (manifest) => ({ kind: 'function', name: manifest.name, queues: queuesOfFunction(manifest) }) as const,
    ),
  ];
  const distinct = owners.filter(({ name }, index) => owners.findIndex((other) => other.name === name) === index);
  return [...duplicates(owners, distinct), ...distinct.flatMap(reservedFaults), ...queueNameFaults(distinct)];
}

/**
 * Refuses `CARILLON_REMOVE` for a channel that exists: left set, it would disable the guard when that channel is removed
 * later. A function may be named: another trigger can leave it with fewer queues.
 */
export const removeFaults = (remove: readonly string[], channels: readonly ChannelManifest[]): Fault[] =>
  remove.flatMap((name) =>
    unless(
      !channels.some((channel) => channel.name === name),
      'stack.remove',
      '/remove',
      `CARILLON_REMOVE names the channel '${name}', which the stack has; allowed what it has no more`,
    ),
  );

/** Two owners of one name would share a function, a role and a log group. */
const duplicates = (owners: readonly Owner[], distinct: readonly Owner[]): Fault[] =>
  distinct.flatMap(({ name }) => {
    const kinds = owners.filter((owner) => owner.name === name).map(({ kind }) => kind);
    const kind = kinds.includes('function') ? 'function' : 'channel';
    return unless(
      kinds.length === 1,
      kind === 'function' ? 'stack.function.duplicate' : 'stack.channel.duplicate',
      `/${kind}s`,
      `'${name}' is there ${kinds.length} times, of ${[...new Set(kinds)].join(' and ')}, allowed once`,
    );
  });

const reservedFaults = ({ kind, name }: Owner): Fault[] =>
  unless(
    !RESERVED_NAMES.includes(name),
    kind === 'function' ? 'stack.function.name' : 'stack.channel.name',
    `/${kind}s`,
    `${kind} '${name}', allowed any name but ${RESERVED_NAMES.join(', ')}`,
  );

/** `email-dlq` beside `email` would share a queue: CreateQueue returns the existing queue of that name. */
function queueNameFaults(owners: readonly Owner[]): Fault[] {
  const sharing = new Map<string, Owner[]>();
  for (const owner of owners) {
    for (const queue of owner.queues) sharing.set(queue, [...(sharing.get(queue) ?? []), owner]);
  }
  return [...sharing].flatMap(([queue, [first, ...others]]) => {
    const last = others.at(-1);
    if (!first || !last) return [];
    const names = [first, ...others].map(({ name }) => name).join(' and ');
    const message = `queue '${queue}' is of ${names}, allowed one; rename a ${last.kind}`;
    const code = last.kind === 'function' ? 'stack.function.duplicate' : 'stack.channel.duplicate';
    return [{ code, path: `/${last.kind}s`, message }];
  });
}
