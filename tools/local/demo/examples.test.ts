import { TYPES } from '../../../shared/catalogue/type-faults';
import { exampleNotifications } from './examples';

test('the examples are notifications of the catalogue, and nothing else of their folder is one', () => {
  const types = exampleNotifications().map(({ type }) => type);
  expect(types.length).toBeGreaterThan(3);
  expect(types.filter((type) => !TYPES.includes(type))).toEqual([]);
});
