import { isObject } from '../../domain/filter-policy/filter-policy';
import { type EndpointExplanation, explainEndpoint } from '../../domain/webhook/explain-endpoint';
import type { Endpoint, EndpointRegistry } from '../../ports/endpoints';
import { explainChannel } from '../../producer/explain-channel';
import type { Prepared } from '../../producer/prepare';
import type { Explanation } from '../../producer/producer';
import { type EntryDefaults, type EntryPorts, entrySettings } from '../entries/entry-settings';
import type { InputEntry } from '../entries/parse-entries';
import { prepareEntries } from '../entries/prepare-entries';

export interface ExplainRequest extends EntryDefaults {
  readonly entries: readonly InputEntry[];
}

export interface ExplainedEntry {
  readonly line?: number;
  /** The entry's id, if it has one. */
  readonly id?: string;
  readonly type: string;
  readonly channels: readonly Explanation[];
  /** Of all endpoints of its tenant, in the order of their ids. Only with the port `endpoints`. */
  readonly endpoints?: readonly EndpointExplanation[];
}

export interface ExplainPorts extends EntryPorts {
  /** @default endpoints are not explained, which needs no stack */
  readonly endpoints?: Pick<EndpointRegistry, 'load'>;
}

/**
 * Explains for each entry, in order, which channels and endpoints it would reach and why. Sends nothing.
 *
 * @throws CodedError `notification.invalid` with every fault of every entry; errors of the ports
 */
export async function explainEntries(
  { entries, ...defaults }: ExplainRequest,
  ports: ExplainPorts,
): Promise<readonly ExplainedEntry[]> {
  const messages = prepareEntries(entries, entrySettings(defaults, ports));
  const ofTenant = await endpointsByTenant(messages, ports);
  return messages.map((message, n) => {
    const endpoints = ofTenant.get(message.notification.tenant);
    const one = explained(entries[n], message, ports);
    return endpoints === undefined
      ? one
      : { ...one, endpoints: explainedEndpoints(endpoints, message, one.channels, ports) };
  });
}

type ByTenant = ReadonlyMap<string, readonly Endpoint[]>;

/** Empty without the port. */
async function endpointsByTenant(messages: readonly Prepared[], { endpoints }: ExplainPorts): Promise<ByTenant> {
  if (endpoints === undefined) return new Map();
  const tenants = [...new Set(messages.map(({ notification }) => notification.tenant))];
  const load = async (tenant: string) => [tenant, [...(await endpoints.load(tenant)).endpoints.values()]] as const;
  return new Map(await Promise.all(tenants.map(load)));
}

function explainedEndpoints(
  endpoints: readonly Endpoint[],
  { notification }: Prepared,
  explanations: readonly Explanation[],
  { channels }: EntryPorts,
): readonly EndpointExplanation[] {
  const fansOut = channels.filter(({ capabilities }) => capabilities.includes('directory:endpoints'));
  const isReached = explanations.some(
    ({ channel, reached }) => reached && fansOut.some(({ name }) => name === channel),
  );
  return endpoints.map(({ id, types, filter, state: { enabled } }) => {
    const one = explainEndpoint({ id, types, filter, enabled }, notification);
    if (isReached) return one;
    const why = `the notification does not go to ${fansOut.map(({ name }) => name).join(', ')}`;
    return { ...one, reached: false, why: one.reached ? why : `${why}, and ${one.why}` };
  });
}

function explained(entry: InputEntry | undefined, message: Prepared, { channels }: EntryPorts): ExplainedEntry {
  const { id, type } = isObject(entry?.value) ? entry.value : {};
  return {
    ...(entry?.line !== undefined && { line: entry.line }),
    ...(typeof id === 'string' && { id }),
    type: String(type),
    channels: channels.map((manifest) => explainChannel(manifest, message)),
  };
}
