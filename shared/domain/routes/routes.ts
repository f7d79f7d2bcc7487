import type { FilterPolicy } from '../filter-policy/filter-policy';
import { leaves } from '../filter-policy/leaves';
import { matches } from '../filter-policy/matches';
import type { ChannelManifest } from '../manifest/channel';
import { isValid } from '../notification/attribute-rules';
import { SEVERITIES, type Severity } from '../notification/notification';
import { messageAttributes } from '../notification/routing';

/**
 * A kind of notification that can arrive, as its filterable attributes: a type of the catalogue, published by a producer that
 * names no channels. An event source would be another list of these.
 */
export interface Arrival {
  readonly type: string;
  /** Channels where nobody names any. */
  readonly channels: readonly string[];
  readonly severity: Severity;
}

/**
 * Whether a channel gets an arrival: `always`; for some tenants only (`some_tenants`); only if the producer names the channel
 * or another severity than the default (`if_named`); or `never`.
 */
export type Reach = 'always' | 'some_tenants' | 'if_named' | 'never';

/** Where one kind of notification goes. */
export interface Route {
  readonly type: string;
  /** By channel, in the order of the registry. */
  readonly channels: Readonly<Record<string, Reach>>;
}

type RoutedChannel = Pick<ChannelManifest, 'name' | 'filterPolicy'>;

/** Every arrival through the filter policy of every channel, with the matcher that SNS's answers are compared with. */
export const routesOf = (arrivals: readonly Arrival[], channels: readonly RoutedChannel[]): readonly Route[] =>
  arrivals.map((arrival) => ({
    type: arrival.type,
    channels: Object.fromEntries(channels.map((channel) => [channel.name, reachOf(arrival, channel, channels)])),
  }));

/** Whether notifications of the arrival reach the channel where their producer names nothing, for some tenant at least. */
export const isReached = (reach: Reach | undefined): boolean => reach === 'always' || reach === 'some_tenants';

function reachOf(arrival: Arrival, { name, filterPolicy }: RoutedChannel, all: readonly RoutedChannel[]): Reach {
  const tenants = tenantsOf(filterPolicy);
  const takes = (channels: readonly string[], severity: Severity) =>
    tenants.filter((tenant) => isTaken(filterPolicy, { ...arrival, channels, severity }, tenant)).length;
  const taken = takes(arrival.channels, arrival.severity);
  if (taken === tenants.length) return 'always';
  if (taken > 0) return 'some_tenants';
  const others = all.filter((one) => one.name !== name).map((one) => [one.name]);
  const named = [arrival.channels, [name], [...arrival.channels, name], ...others];
  return named.some((channels) => SEVERITIES.some((severity) => takes(channels, severity) > 0)) ? 'if_named' : 'never';
}

const isTaken = (policy: FilterPolicy, { type, channels, severity }: Arrival, tenant: string): boolean =>
  matches(policy, messageAttributes({ type, tenant, channels: channels.join(), severity }), 'MessageAttributes');

/** Two names without anything in common, which hardly a filter policy spells. */
const ANY_TENANTS = ['7q', 'x-any-other-tenant_0'];

/** Tenants that a policy can tell apart: those that it spells, in full or as a part, and any other. */
function tenantsOf(policy: FilterPolicy): readonly string[] {
  const conditions = leaves(policy).flatMap(({ name, conditions }) => (name === 'tenant' ? conditions : []));
  const spelled = conditions.flatMap(textsIn).map((text) => text.replaceAll('*', ''));
  const whole = spelled.flatMap((text) => [text, `${text}x`, `x${text}`]);
  return [...ANY_TENANTS, ...whole.filter((name) => isValid('tenant', name))];
}

/** All texts in a condition, however deep. */
const textsIn = (condition: unknown): string[] => {
  if (typeof condition === 'string') return [condition];
  return typeof condition === 'object' && condition !== null ? Object.values(condition).flatMap(textsIn) : [];
};
