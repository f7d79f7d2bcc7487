import type { FilterPolicy } from '../../domain/filter-policy/filter-policy';
import { readFilter } from '../../domain/webhook/endpoint-filter';
import type { Endpoint, SealedSecret } from '../../ports/endpoints';

/** The non-secret view of an endpoint for operators: only the names of headers, and only the dates of secrets. */
export interface VisibleEndpoint extends Omit<Endpoint, 'secrets' | 'headers' | 'filter' | 'earlierFilters'> {
  readonly headers: readonly string[];
  /** The policy; its text if that is no JSON object, as after a write to the table without `carillon`. */
  readonly filter?: FilterPolicy | string;
  readonly secrets: readonly Omit<SealedSecret, 'sealed'>[];
}

export const visible = ({ secrets, headers, filter, earlierFilters, ...endpoint }: Endpoint): VisibleEndpoint => ({
  ...endpoint,
  ...(filter !== undefined && { filter: readFilter(filter) ?? filter }),
  headers: headers?.names ?? [],
  secrets: secrets.map(({ sealed, ...secret }) => secret),
});
