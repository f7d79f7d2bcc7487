import { type Category, type CategoryDefinition, categories } from './categories';

/** What a category is called, by language; undefined for `transactional` and what is not listed. */
export const categoryNames = (category: string): CategoryDefinition['names'] | undefined =>
  Object.hasOwn(categories, category) ? categories[category as Category].names : undefined;
