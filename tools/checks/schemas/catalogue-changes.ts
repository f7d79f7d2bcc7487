import { isDeepStrictEqual } from 'node:util';
import { pointer } from '../../../shared/domain/kit/json/json-pointer';
import type { JsonSchema } from '../../build/type-of-schema';
import { type Refusal, refusals } from './refusals';

/** Schema of `data` by type. */
export type Schemas = Readonly<Record<string, JsonSchema>>;

export interface CatalogueChange {
  readonly type: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** Data that was valid, and that functions would refuse now. */
  readonly producers: readonly Refusal[];
  /** Data that is valid now, and that receivers of the released schema do not expect. */
  readonly receivers: readonly Refusal[];
}

/** A producer's data is refused for a property that is not known; a receiver is expected to ignore it. */
const FUNCTIONS = { ignoresUnknown: false };
const RECEIVERS = { ignoresUnknown: true };

/** The differences between released and present schemas, by type. A new type breaks nobody. */
export function catalogueChanges(released: Schemas, present: Schemas): CatalogueChange[] {
  const types = [...new Set([...Object.keys(released), ...Object.keys(present)])].toSorted();
  return types.flatMap((type): CatalogueChange[] => {
    const [before, after] = [released[type], present[type]];
    if (isDeepStrictEqual(before, after)) return [];
    if (before === undefined) return [{ type, kind: 'added', producers: [], receivers: [] }];
    if (after === undefined) return [{ type, kind: 'removed', producers: REMOVED, receivers: [] }];
    const producers = refusals(before, after, FUNCTIONS, pointer('', 'data'));
    const receivers = refusals(after, before, RECEIVERS, pointer('', 'data'));
    return [{ type, kind: 'changed', producers, receivers }];
  });
}

const REMOVED: readonly Refusal[] = [{ path: '/type', message: 'may be there' }];

export const isBreaking = ({ producers, receivers }: CatalogueChange): boolean =>
  producers.length + receivers.length > 0;

/** Lines for people. */
export const describeChange = ({ type, kind, producers, receivers }: CatalogueChange): string[] => [
  `${type}: ${kind}${producers.length + receivers.length > 0 ? '' : ', and breaks nobody'}`,
  ...producers.map(({ path, message }) => `  breaks producers: ${path} ${message} in what they send`),
  ...receivers.map(({ path, message }) => `  breaks receivers: ${path} ${message} in what they get`),
];
