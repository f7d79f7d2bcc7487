import type { Fault } from '../../domain/kit/errors/coded-error';
import type { KeyById } from '../../domain/sealing/seal';
import { openHeaders } from '../../domain/webhook/endpoint-seals';
import type { Endpoint } from '../../ports/endpoints';
import type { EndpointRequest } from './new-endpoint';

type Headers = EndpointRequest['headers'];

export const openedHeaders = async (endpoint: Endpoint, keyOf: KeyById): Promise<Headers> =>
  endpoint.headers === undefined ? [] : Object.entries(await openHeaders(endpoint.headers.sealed, endpoint, keyOf));

/**
 * Faults for names that the endpoint does not have: a mistyped name would leave a header, such as a credential, in
 * place.
 */
export const removalFaults = ({ headers }: Endpoint, removed: readonly string[]): Fault[] =>
  removed.flatMap((name, index) => {
    if (headers?.names.includes(name.toLowerCase())) return [];
    const has = headers === undefined ? 'it has none' : `it has ${headers.names.join(', ')}`;
    const message = `the endpoint has no header ${JSON.stringify(name.slice(0, 64))}, ${has}`;
    return [{ code: 'cli.header_unknown', path: `/remove-header/${index}`, message }];
  });
