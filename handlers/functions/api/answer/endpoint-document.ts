import type { Circuit } from '../../../../shared/domain/delivery/circuit';
import { circuitDocument } from '../../../../shared/domain/delivery/circuit-document';
import type { EndpointWarnings } from '../../../../shared/operations/endpoints/endpoint-warnings';
import type { VisibleEndpoint } from '../../../../shared/operations/endpoints/visible-endpoint';

/** An endpoint without secrets and values of headers. */
export const endpointDocument = ({ typesSince: _, ...endpoint }: VisibleEndpoint, circuit?: Circuit) => ({
  ...endpoint,
  ...(circuit && { circuit: circuitDocument(circuit) }),
});

export const warningTexts = ({ deadPatterns, sameUrl }: EndpointWarnings): string[] => [
  ...deadPatterns.map((pattern) => `no type of the catalogue matches ${pattern}`),
  ...sameUrl.map((id) => `endpoint ${id} has the same URL: types that both want are posted there twice`),
];
