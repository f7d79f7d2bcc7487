import { matchesEvent } from '../../shared/domain/event-pattern/matches-event';
import { validatePattern } from '../../shared/domain/event-pattern/validate-pattern';
import type { Fault } from '../../shared/domain/kit/errors/coded-error';
import { describeError } from '../../shared/domain/kit/errors/describe-error';
import type { ChannelManifest } from '../../shared/domain/manifest/channel';
import type { EventSource } from '../../shared/domain/manifest/event-source';
import type { FunctionManifest } from '../../shared/domain/manifest/function-manifest';
import { eventEntry } from '../../shared/producer/event-entry';
import { prepare } from '../../shared/producer/prepare';
import { producerSettings } from '../../shared/producer/producer-settings';
import type { Environment } from '../environment';
import { literalFaults, unless } from './rules';

/** Stand in for settings of an environment without event sources. */
const EXAMPLE = { eventTenant: 'example', eventRecipients: 'operations@example.com' };

/**
 * Faults of all event sources, also of those that are switched off: pattern, name, and whether the example goes through
 * pattern, mapper and catalogue. And of the names that the environment switches on.
 */
export function eventSourceFaults(
  environment: Environment,
  channels: readonly ChannelManifest[],
  functions: readonly FunctionManifest[],
): Fault[] {
  const sources = functions.flatMap(({ trigger }) => (trigger.kind === 'event-rules' ? trigger.sources : []));
  return [
    ...environment.eventSources.flatMap((name, index) => switchFaults(name, `/eventSources/${index}`, sources)),
    ...sources.flatMap((source) => sourceFaults(source, sources, environment, channels)),
  ];
}

const switchFaults = (name: string, path: string, sources: readonly EventSource[]): Fault[] =>
  unless(
    sources.some((source) => source.name === name),
    'stack.event_source.unknown',
    path,
    `CARILLON_EVENT_SOURCES names '${name}', allowed ${sources.map((source) => source.name).join(', ') || 'none'}`,
  );

function sourceFaults(
  source: EventSource,
  sources: readonly EventSource[],
  environment: Environment,
  channels: readonly ChannelManifest[],
): Fault[] {
  const { name, pattern, description } = source;
  const path = `/eventSources/${name}`;
  const isAlone = sources.filter((other) => other.name === name).length === 1;
  const ofPattern = validatePattern(pattern).map((fault) => ({ ...fault, path: `${path}/pattern${fault.path}` }));
  return [
    ...unless(
      /^[a-z][a-z0-9-]{0,39}$/.test(name),
      'stack.event_source.name',
      path,
      `'${name}', allowed 1 to 40 of a-z, 0-9 and -, a letter first`,
    ),
    ...unless(isAlone, 'stack.event_source.name', path, `'${name}' is there more than once, allowed once`),
    ...literalFaults('function', JSON.stringify(pattern) + description, path),
    ...ofPattern,
    ...(ofPattern.length > 0
      ? []
      : exampleFaults(source, environment, channels).map((fault) => within(`${path}/example`, fault))),
  ];
}

const within = (path: string, fault: Fault): Fault => ({ ...fault, path: path + fault.path });

/** Faults of the example: pattern, mapper and catalogue must accept it, with the settings of the environment. */
function exampleFaults(
  source: EventSource,
  { eventTenant: tenant = EXAMPLE.eventTenant, eventRecipients: recipients = EXAMPLE.eventRecipients }: Environment,
  channels: readonly ChannelManifest[],
): Fault[] {
  const { name, pattern, example } = source;
  const code = 'stack.event_source.example';
  if (!matchesEvent(pattern, example))
    return [{ code, path: '', message: `the example of '${name}' does not match its pattern` }];
  try {
    const entry = eventEntry(source, example, { tenant, recipients });
    const preparation = prepare(entry, producerSettings({ source: '/events', channels }));
    // A type that goes to a channel that was removed is a fault of the catalogue, which a property of the plan names.
    return preparation.ok ? [] : preparation.faults.filter(({ code }) => code !== 'notification.channels.unknown');
  } catch (error) {
    return [{ code, path: '', message: `the mapper of '${name}' threw ${describeError(error)}` }];
  }
}
