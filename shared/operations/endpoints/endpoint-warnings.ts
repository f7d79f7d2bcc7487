import { TYPES, type UnknownTypes } from '../../catalogue/type-faults';
import { wantsType } from '../../domain/webhook/endpoint-types';
import type { Endpoint, EndpointRegistry } from '../../ports/endpoints';
import type { DeadCondition } from './dead-conditions';

/** Likely mistakes, which are saved nevertheless. */
export interface EndpointWarnings {
  /** Type patterns that match no type which can be published on this stack. */
  readonly deadPatterns: readonly string[];
  /** Ids of the tenant's endpoints with the same URL: types that both want are posted there twice. */
  readonly sameUrl: readonly string[];
  /** Keys of the filter that no example of its types meets. */
  readonly deadConditions: readonly DeadCondition[];
}

/** Not refused, because the next version of the stack may have these types. */
export const deadPatterns = (patterns: readonly string[], unknownTypes: UnknownTypes): string[] =>
  unknownTypes === 'allow' ? [] : patterns.filter((each) => !TYPES.some((type) => wantsType([each], type)));

/** Not refused, because a receiver may need separate rates or headers for its types. */
export async function sameUrl(
  { tenant, id, url }: Pick<Endpoint, 'tenant' | 'id' | 'url'>,
  registry: Pick<EndpointRegistry, 'load'>,
): Promise<string[]> {
  const { endpoints } = await registry.load(tenant);
  const others = [...endpoints.values()].filter((other) => other.id !== id && hrefOf(other.url) === hrefOf(url));
  return others.map((other) => other.id);
}

/** The canonical form of the URL; the text itself if it is not a URL, as after a write to the table without `carillon`. */
const hrefOf = (url: string): string => (URL.canParse(url) ? new URL(url).href : url);
