import type { Endpoint, SealedSecret } from '../../ports/endpoints';

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
