import type { Endpoint, SealedSecret } from '../../../shared/ports/endpoints';

/** What anybody who operates the stack may see of an endpoint: of headers their names, of secrets how long they hold. */
export interface VisibleEndpoint extends Omit<Endpoint, 'secrets' | 'headers'> {
  readonly headers: readonly string[];
  readonly secrets: readonly Omit<SealedSecret, 'sealed'>[];
}

export const visible = ({ secrets, headers, ...endpoint }: Endpoint): VisibleEndpoint => ({
  ...endpoint,
  headers: headers?.names ?? [],
  secrets: secrets.map(({ sealed, ...secret }) => secret),
});

export const stateText = ({ enabled, reason }: Endpoint['state']): string =>
  enabled ? 'enabled' : `disabled${reason === undefined ? '' : `: ${reason}`}`;

/** A label and what it is of, in columns. */
export const lines = (entries: readonly (readonly [label: string, value: string])[]): string[] =>
  entries.map(([label, value]) => `  ${label.padEnd(10)}  ${value}`);

/** What an endpoint is asked for as, and its state where it gets nothing. */
export const endpointLines = ({ url, types, headers, ratePerSecond, contentType, state }: Endpoint): string[] =>
  lines([
    ['url', url],
    ['types', types.join(', ')],
    ...(headers ? [['headers', headers.names.join(', ')] as const] : []),
    ...(ratePerSecond === undefined ? [] : [['rate', `${ratePerSecond} a second`] as const]),
    ...(contentType === undefined ? [] : [['media type', contentType] as const]),
    ...(state.enabled ? [] : [['state', stateText(state)] as const]),
  ]);

/** A signing key stays here: receivers need its public half alone. */
export function secretLines(secret: string, publicKey: string | undefined): string[] {
  if (publicKey === undefined) return [...lines([['secret', secret]]), SECRET_HINT];
  return [...lines([['public key', publicKey]]), PUBLIC_KEY_HINT];
}

const SECRET_HINT = `
The secret is shown only now: keep it where the receiver finds it. With it any Standard Webhooks library verifies that
a webhook is genuine, https://www.standardwebhooks.com`;

const PUBLIC_KEY_HINT = `
With the public key the receiver verifies signatures v1a (ed25519), and not every Standard Webhooks library can:
docs/verify-webhooks.md has code for Node, Python, Go and Java. The key is no secret.`;
