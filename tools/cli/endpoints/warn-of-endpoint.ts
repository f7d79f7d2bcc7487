import { suggestion } from '../../../shared/catalogue/type-faults';
import type { EndpointWarnings } from '../../../shared/operations/endpoints/endpoint-warnings';
import type { Terminal } from '../terminal';

export function warnOfEndpoint(
  tenant: string,
  { deadPatterns, sameUrl, deadConditions }: EndpointWarnings,
  { warn }: Pick<Terminal, 'warn'>,
): void {
  for (const pattern of deadPatterns) {
    warn(`warning: no type of the catalogue matches ${pattern}, so it selects nothing; ${suggestion(pattern)}`);
  }
  for (const other of sameUrl) {
    warn(
      `warning: endpoint ${other} of tenant ${tenant} has the same URL, which gets a notification twice if both want it; ${REMOVE}`,
    );
  }
  for (const { key, seen, types } of deadConditions) {
    const why = seen === undefined ? `has ${key}` : `has a number as ${key}, but such as ${JSON.stringify(seen)}`;
    warn(`warning: no example of ${types.join(', ')} ${why}, so the filter may pass none of them`);
  }
}

const REMOVE = 'if you do not mean that, `endpoints remove` one of them';
