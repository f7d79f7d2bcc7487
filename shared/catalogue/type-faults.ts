import type { Fault } from '../domain/kit/errors/coded-error';
import type { Notification } from '../domain/notification/notification';
import { nearest } from './nearest';
import { dataFaults } from './validate-data';
import { validators } from './validators.generated';

/** What becomes of a notification whose type the catalogue does not have. */
export type UnknownTypes = 'refuse' | 'allow';

/**
 * What the catalogue says against a notification: it does not have its type, or the data does not fit that. What is
 * missing of the two is not judged.
 */
export const catalogueFaults =
  (unknownTypes: UnknownTypes) =>
  ({ type, data }: Partial<Notification>): Fault[] => {
    if (type === undefined) return [];
    const ofType = typeFaults(unknownTypes)(type);
    return ofType.length > 0 || data === undefined ? ofType : dataFaults({ type, data });
  };

/** Of the type alone, for who has judged the data before. */
export const typeFaults =
  (unknownTypes: UnknownTypes) =>
  (type: string): Fault[] =>
    unknownTypes === 'refuse' && isUnknown(type) ? [unknownType(type)] : [];

/** Reads what was generated only, so that functions which send no mail come without templates. */
export const isUnknown = (type: string): boolean => !validators.has(type);

export const unknownType = (type: string): Fault => ({
  code: 'notification.type.unknown',
  path: '/type',
  message: `type is ${JSON.stringify(type)}, which the catalogue does not have; ${suggestion(type)}`,
});

/** The types of the catalogue. */
export const TYPES: readonly string[] = [...validators.keys()];
const MAX_LISTED = 10;

/** What to write in place of a type that the catalogue does not have. */
export function suggestion(type: string): string {
  const similar = nearest(type, TYPES);
  if (similar !== undefined) return `did you mean ${similar}?`;
  const more = TYPES.length > MAX_LISTED ? ` and ${TYPES.length - MAX_LISTED} more` : '';
  return `it has ${TYPES.slice(0, MAX_LISTED).join(', ')}${more}`;
}
