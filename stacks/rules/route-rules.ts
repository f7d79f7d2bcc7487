import type { Fault } from '../../shared/domain/kit/errors/coded-error';
import type { ChannelManifest } from '../../shared/domain/manifest/channel';
import { isDelivering } from '../../shared/domain/manifest/is-delivering';
import { type Arrival, isReached, type Route, routesOf } from '../../shared/domain/routes/routes';
import type { Environment } from '../environment';
import { unless } from './rules';

/** "200 per topic", and per account 10,000 (Amazon SNS endpoints and quotas, "Filter policies"). */
const MAX_FILTERS = 200;

/** Refuses a type that nobody receives, a channel that no type reaches, and more filter policies than a topic may have. */
export const routeFaults = (
  channels: readonly ChannelManifest[],
  types: readonly Arrival[],
  environment: Pick<Environment, 'unknownTypes'>,
): Fault[] => {
  const routes = routesOf(types, channels);
  return [
    ...types.flatMap((type, index) => receiverFaults(type, routes[index], channels, `/types/${index}/channels`)),
    ...(types.length === 0
      ? []
      : channels.flatMap((one, index) => reachFaults(one, routes, environment, `/channels/${index}/filterPolicy`))),
    ...countFaults(channels),
  ];
};

/** What records everything, such as the audit, does not count as a receiver. A stack without channels is idle on purpose. */
function receiverFaults(
  { type, channels: named }: Arrival,
  route: Route | undefined,
  channels: readonly ChannelManifest[],
  path: string,
): Fault[] {
  const delivering = channels.filter(isDelivering).map(({ name }) => name);
  const isReceived = delivering.some((name) => isReached(route?.channels[name]));
  const message = `type '${type}' goes to ${named.join(', ') || 'no channel'}, and no channel that delivers takes it, allowed at least one of ${delivering.join(', ')}; name one in the type's \`channels\` in shared/catalogue`;
  return unless(delivering.length === 0 || isReceived, 'stack.route.no_receiver', path, message);
}

/** With `onRequest`, producers that name it must be able to reach it, unless they send types of their own. */
function reachFaults(
  { name, filterPolicy, onRequest = false }: ChannelManifest,
  routes: readonly Route[],
  { unknownTypes }: Pick<Environment, 'unknownTypes'>,
  path: string,
): Fault[] {
  const reaches = routes.map(({ channels }) => channels[name]);
  const isPossible = unknownTypes === 'allow' || reaches.some((reach) => reach !== 'never');
  const holds = onRequest ? isPossible : reaches.some(isReached);
  const fix = onRequest
    ? 'a filter policy that takes one where its producer names the channel; change it'
    : "at least one; name the channel in a type's `channels` in shared/catalogue, change the filter policy, or set `onRequest` if producers name it themselves";
  const message = `none of the ${routes.length} types of the catalogue reaches channel '${name}', whose filter policy is ${JSON.stringify(filterPolicy)}, allowed ${fix}`;
  return unless(holds, 'stack.route.unreached', path, message);
}

function countFaults(channels: readonly ChannelManifest[]): Fault[] {
  const { length } = channels.filter(({ filterPolicy }) => Object.keys(filterPolicy).length > 0);
  const message = `${length} channels have a filter policy, allowed ${MAX_FILTERS} for a topic; let one function serve several channels`;
  return unless(length <= MAX_FILTERS, 'stack.route.too_many_filters', '/channels', message);
}
