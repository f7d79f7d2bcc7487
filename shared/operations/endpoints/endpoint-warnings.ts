import { TYPES, type UnknownTypes } from '../../catalogue/type-faults';
import { wantsType } from '../../domain/webhook/endpoint-types';
import type { Endpoint, EndpointRegistry } from '../../ports/endpoints';

/** What is saved all the same, and most likely not meant. */
export interface EndpointWarnings {
  /** Types of the endpoint of which nothing can be published here. */
  readonly deadPatterns: readonly string[];
  /** Ids of endpoints of the tenant with the same URL: what both want is posted there twice. */
  readonly sameUrl: readonly string[];
}

/** Not refused: the next version of the stack may have them. */
export const deadPatterns = (patterns: readonly string[], unknownTypes: UnknownTypes): string[] =>
  unknownTypes === 'allow' ? [] : patterns.filter((each) => !TYPES.some((type) => wantsType([each], type)));

/** Not refused: a receiver may be asked for each of its types at a rate, or with headers, of its own. */
export async function sameUrl(
  { tenant, id, url }: Pick<Endpoint, 'tenant' | 'id' | 'url'>,
  registry: Pick<EndpointRegistry, 'load'>,
): Promise<string[]> {
  const { endpoints } = await registry.load(tenant);
  const others = [...endpoints.values()].filter((other) => other.id !== id && hrefOf(other.url) === hrefOf(url));
  return others.map((other) => other.id);
}

/** However it is spelled. What somebody else has written into the table may be no URL. */
const hrefOf = (url: string): string => (URL.canParse(url) ? new URL(url).href : url);
