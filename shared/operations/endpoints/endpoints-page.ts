import { writeCursor } from '../../domain/listing/cursor';
import { ENDPOINT_ID } from '../../domain/webhook/endpoint-id';
import type { EndpointPage, EndpointRegistry } from '../../ports/endpoints';
import { positionOfCursor } from '../listing/list-cursor';

/** A list by endpoint, whose cursors are of no other list. */
interface EndpointList {
  readonly list: string;
  readonly tenant: string;
}

/**
 * One page of the endpoints of a tenant, and the cursor of the next. Reads what it returns.
 *
 * @throws CodedError `list.cursor_malformed`, `list.cursor_foreign`; errors of the port
 */
export async function endpointsPage(
  list: EndpointList,
  { cursor, limit }: { readonly cursor: string | undefined; readonly limit: number },
  registry: Pick<EndpointRegistry, 'page'>,
): Promise<Pick<EndpointPage, 'endpoints'> & { readonly next?: string }> {
  const after = positionOfCursor(cursor, list, ENDPOINT_ID);
  const { endpoints, hasMore } = await registry.page(list.tenant, { after, limit });
  const last = hasMore ? endpoints.at(-1)?.endpoint.id : undefined;
  return { endpoints, ...(last !== undefined && { next: writeCursor(last, list) }) };
}
