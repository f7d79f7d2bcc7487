import { suggestion, TYPES } from '../../../shared/catalogue/type-faults';
import { wantsType } from '../../../shared/domain/webhook/endpoint-types';
import type { Endpoint } from '../../../shared/ports/endpoints';
import type { Desk } from './desk';

/** Types of which nothing can be published here. Not refused: the next version of the stack may have them. */
export function warnOfDeadPatterns(patterns: readonly string[], { unknownTypes, terminal }: Desk): void {
  if (unknownTypes === 'allow') return;
  for (const pattern of patterns.filter((each) => !TYPES.some((type) => wantsType([each], type)))) {
    terminal.warn(
      `warning: the catalogue has no type that is ${pattern}, and nothing comes by it; ${suggestion(pattern)}`,
    );
  }
}

/** Not refused: a receiver may be asked for each of its types at a rate, or with headers, of its own. */
export async function warnOfSameUrl({ tenant, id, url }: Endpoint, { registry, terminal }: Desk): Promise<void> {
  const { endpoints } = await registry.load(tenant);
  const others = [...endpoints.values()].filter((other) => other.id !== id && hrefOf(other.url) === hrefOf(url));
  for (const other of others) {
    terminal.warn(
      `warning: endpoint ${other.id} of tenant ${tenant} has the same URL, and what both want is posted there twice; ${REMOVE}`,
    );
  }
}

/** However it is spelled. What somebody else has written into the table may be no URL. */
const hrefOf = (url: string): string => (URL.canParse(url) ? new URL(url).href : url);

const REMOVE = 'if that is not meant, `endpoints remove` one of them';
