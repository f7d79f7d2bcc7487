import { isReached, type Reach, type Route } from './routes';

const REACH_TEXTS: Readonly<Record<Reach, string>> = {
  always: 'yes',
  some_tenants: 'some tenants',
  if_named: 'if named',
  never: 'no',
};

/** A heading and a row for each type, with a column for each channel: for a table of any format. */
export function routeRows(routes: readonly Route[], channels: readonly { readonly name: string }[]): string[][] {
  const names = channels.map(({ name }) => name);
  const rows = routes.map((route) => [
    route.type,
    ...names.map((name) => REACH_TEXTS[route.channels[name] ?? 'never']),
  ]);
  return [['type', ...names], ...rows];
}

/**
 * A line for each type, with the channels that it reaches where its producer names none:
 * `order.shipped: email, webhook, pager (some tenants)`.
 */
export const routeLines = (routes: readonly Route[]): readonly string[] =>
  routes.map(({ type, channels }) => `${type}: ${reachedText(channels)}`);

const reachedText = (channels: Route['channels']): string =>
  Object.entries(channels)
    .filter(([, reach]) => isReached(reach))
    .map(([name, reach]) => (reach === 'always' ? name : `${name} (${REACH_TEXTS[reach]})`))
    .join(', ') || 'nowhere';
