import { type Category, TRANSACTIONAL } from './categories';
import { findDefinition } from './find-definition';

/** What mails of a type belong to; `transactional` for one that names none, and for types that the catalogue does not have. */
export const categoryOf = (type: string): Category | typeof TRANSACTIONAL =>
  findDefinition(type)?.category ?? TRANSACTIONAL;
