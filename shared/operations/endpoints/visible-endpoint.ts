import type { Endpoint, SealedSecret } from '../../ports/endpoints';

/** The non-secret view of an endpoint for operators: only the names of headers, and only the dates of secrets. */
export interface VisibleEndpoint extends Omit<Endpoint, 'secrets' | 'headers'> {
  readonly headers: readonly string[];
  readonly secrets: readonly Omit<SealedSecret, 'sealed'>[];
}

export const visible = ({ secrets, headers, ...endpoint }: Endpoint): VisibleEndpoint => ({
  ...endpoint,
  headers: headers?.names ?? [],
  secrets: secrets.map(({ sealed, ...secret }) => secret),
});
