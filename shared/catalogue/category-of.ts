import { type Category, type CategoryDefinition, categories, TRANSACTIONAL } from './categories';
import { findDefinition } from './find-definition';

/** What mails of a type belong to; `transactional` for one that names none, and for types that the catalogue does not have. */
export const categoryOf = (type: string): Category | typeof TRANSACTIONAL =>
  findDefinition(type)?.category ?? TRANSACTIONAL;

/** What a category is called, by language; undefined for `transactional` and what is not listed. */
export const categoryNames = (category: string): CategoryDefinition['names'] | undefined =>
  Object.hasOwn(categories, category) ? categories[category as Category].names : undefined;
