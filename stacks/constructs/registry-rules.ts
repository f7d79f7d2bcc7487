import type { ChannelManifest } from '../../shared/domain/channel';
import type { Fault } from '../../shared/domain/coded-error';
import { queuesOf, RESERVED_NAMES } from './naming';
import { unless } from './rules';

/** What no channel can see of itself alone: names that are taken. */
export function registryFaults(channels: readonly ChannelManifest[]): Fault[] {
  const names = channels.map(({ name }) => name);
  const distinct = [...new Set(names)];
  return [
    ...distinct.flatMap((name) =>
      unless(
        names.indexOf(name) === names.lastIndexOf(name),
        'stack.channel.duplicate',
        '/channels',
        `channel '${name}' is there twice, allowed once`,
      ),
    ),
    ...distinct.flatMap((name) => reservedFaults(name)),
    ...queueNameFaults(distinct),
  ];
}

const reservedFaults = (name: string): Fault[] =>
  unless(
    !RESERVED_NAMES.includes(name),
    'stack.channel.name',
    '/channels',
    `channel '${name}', allowed any name but ${RESERVED_NAMES.join(', ')}`,
  );

/** `email-dlq` beside `email` would share a queue with it: CreateQueue answers with the queue that has the name. */
function queueNameFaults(names: readonly string[]): Fault[] {
  const owners = new Map<string, string[]>();
  for (const name of names) for (const queue of queuesOf(name)) owners.set(queue, [...(owners.get(queue) ?? []), name]);
  return [...owners].flatMap(([queue, sharing]) =>
    unless(
      sharing.length === 1,
      'stack.channel.duplicate',
      '/channels',
      `queue '${queue}' is of channels ${sharing.join(' and ')}, allowed one; rename a channel`,
    ),
  );
}
