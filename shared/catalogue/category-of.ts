import { type Category, TRANSACTIONAL } from './categories';
import { findDefinition } from './find-definition';

/** The category of a type's mails; `transactional` for a type without one, and for unknown types. */
export const categoryOf = (type: string): Category | typeof TRANSACTIONAL =>
  findDefinition(type)?.category ?? TRANSACTIONAL;
