import { suggestion } from '../../../shared/catalogue/type-faults';
import type { EndpointWarnings } from '../../../shared/operations/endpoints/endpoint-warnings';
import type { Terminal } from '../terminal';

export function warnOfEndpoint(
  tenant: string,
  { deadPatterns, sameUrl }: EndpointWarnings,
  { warn }: Pick<Terminal, 'warn'>,
): void {
  for (const pattern of deadPatterns) {
    warn(`warning: the catalogue has no type that is ${pattern}, and nothing comes by it; ${suggestion(pattern)}`);
  }
  for (const other of sameUrl) {
    warn(
      `warning: endpoint ${other} of tenant ${tenant} has the same URL, and what both want is posted there twice; ${REMOVE}`,
    );
  }
}

const REMOVE = 'if that is not meant, `endpoints remove` one of them';
