import type { Fault } from '../domain/kit/errors/coded-error';
import type { Notification } from '../domain/notification/notification';
import { faultsBy } from './faults-by-schema';
import { nearest } from './nearest';
import { validators } from './validators.generated';

/** Policy for notifications whose type is not in the catalogue. */
export type UnknownTypes = 'refuse' | 'allow';

/** Faults of a notification's type and data by the catalogue: an unknown type, or data that violates its schema. */
export const catalogueFaults =
  (unknownTypes: UnknownTypes) =>
  ({ type, data }: Partial<Notification>): Fault[] => {
    if (type === undefined) return [];
    const validator = validators.get(type);
    if (validator === undefined) return typeFaults(unknownTypes)(type);
    return data === undefined ? [] : faultsBy(validator, data);
  };

/** Faults of the type only, for callers whose data was validated before. */
export const typeFaults =
  (unknownTypes: UnknownTypes) =>
  (type: string): Fault[] =>
    unknownTypes === 'refuse' && isUnknown(type) ? [unknownType(type)] : [];

/** Imports only generated validators, so that bundles of functions which send no mail contain no templates. */
export const isUnknown = (type: string): boolean => !validators.has(type);

export const unknownType = (type: string): Fault => ({
  code: 'notification.type.unknown',
  path: '/type',
  message: `type is ${JSON.stringify(type)}, which the catalogue does not have; ${suggestion(type)}`,
});

/** The types of the catalogue. */
export const TYPES: readonly string[] = [...validators.keys()];
const MAX_LISTED = 10;

/** A hint for an unknown type: the most similar one, or a list of types. */
export function suggestion(type: string): string {
  const similar = nearest(type, TYPES);
  if (similar !== undefined) return `did you mean ${similar}?`;
  const more = TYPES.length > MAX_LISTED ? ` and ${TYPES.length - MAX_LISTED} more` : '';
  return `it has ${TYPES.slice(0, MAX_LISTED).join(', ')}${more}`;
}
