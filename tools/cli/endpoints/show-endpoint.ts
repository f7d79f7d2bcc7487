import type { ReceiverSecret } from '../../../shared/operations/endpoints/new-secret';
import type { VisibleEndpoint } from '../../../shared/operations/endpoints/visible-endpoint';
import type { EndpointState } from '../../../shared/ports/endpoints';

export const stateText = ({ enabled, reason }: EndpointState): string =>
  enabled ? 'enabled' : `disabled${reason === undefined ? '' : `: ${reason}`}`;

/** Labels and values in columns. */
export const lines = (entries: readonly (readonly [label: string, value: string])[]): string[] =>
  entries.map(([label, value]) => `  ${label.padEnd(10)}  ${value}`);

/** Properties of an endpoint; its state only if it is disabled. */
export const endpointLines = ({
  url,
  types,
  filter,
  headers,
  ratePerSecond,
  format,
  contentType,
  state,
}: VisibleEndpoint): string[] =>
  lines([
    ['url', url],
    ['types', types.join(', ')],
    ...(filter === undefined ? [] : [['filter', JSON.stringify(filter)] as const]),
    ...(headers.length > 0 ? [['headers', headers.join(', ')] as const] : []),
    ...(ratePerSecond === undefined ? [] : [['rate', `${ratePerSecond} a second`] as const]),
    ...(format === undefined ? [] : [['format', format.name] as const]),
    ...(contentType === undefined ? [] : [['media type', contentType] as const]),
    ...(state.enabled ? [] : [['state', stateText(state)] as const]),
  ]);

/** @param made undefined if the caller gave the secret, which is then not shown */
export function secretLines(made: ReceiverSecret | undefined): string[] {
  if (made === undefined) return [];
  if ('secret' in made) return [...lines([['secret', made.secret]]), SECRET_HINT];
  return [...lines([['public key', made.publicKey]]), PUBLIC_KEY_HINT];
}

/** Omits `publicKey`: the endpoint's secrets have it already. */
export const jsonWithSecret = (endpoint: VisibleEndpoint, made: ReceiverSecret | undefined): string =>
  JSON.stringify({ ...endpoint, ...(made && 'secret' in made && made) });

const SECRET_HINT = `
The secret is shown only now: keep it where the receiver finds it. With it any Standard Webhooks library verifies that
a webhook is genuine, https://www.standardwebhooks.com`;

const PUBLIC_KEY_HINT = `
With the public key the receiver verifies signatures v1a (ed25519), and not every Standard Webhooks library can:
docs/verify-webhooks.md has code for Node, Python, Go and Java. The key is no secret.`;
