import { CodedError } from '../../domain/kit/errors/coded-error';
import { filterBytes, MAX_TENANT_FILTER_BYTES } from '../../domain/webhook/filter-faults';
import type { Endpoint, EndpointRegistry } from '../../ports/endpoints';

type WithFilter = Pick<Endpoint, 'tenant' | 'id' | 'filter'>;

/**
 * Refuses a filter if the tenant's filters would not fit the memory of a function. Reads all endpoints of the tenant, and
 * only for an endpoint with a filter. Not transactional: concurrent callers may exceed the maximum by a filter each, which
 * its margin allows.
 *
 * @throws CodedError `cli.filters_too_large`
 */
export async function refuseBeyondBudget(
  endpoint: WithFilter,
  registry: Pick<EndpointRegistry, 'load'>,
): Promise<void> {
  if (endpoint.filter === undefined) return;
  const { endpoints } = await registry.load(endpoint.tenant);
  const others = [...endpoints.values()].filter(({ id }) => id !== endpoint.id);
  const bytes = [...others, endpoint].reduce((sum, { filter = '' }) => sum + filterBytes(filter), 0);
  if (bytes > MAX_TENANT_FILTER_BYTES) throw tooLarge(endpoint.tenant, bytes);
}

const tooLarge = (tenant: string, bytes: number): CodedError =>
  new CodedError(
    'cli.filters_too_large',
    `filters of tenant '${tenant}' would have ${bytes} bytes together, at most ${MAX_TENANT_FILTER_BYTES} are allowed; nothing was saved`,
    'match a prefix instead of a list of values, or add the endpoint to another tenant',
  );
