import { type Category, type CategoryDefinition, categories } from './categories';

/** Display names of a category, by language; undefined for `transactional` and for unknown categories. */
export const categoryNames = (category: string): CategoryDefinition['names'] | undefined =>
  Object.hasOwn(categories, category) ? categories[category as Category].names : undefined;
