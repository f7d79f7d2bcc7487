import fc from 'fast-check';
import { IdSet } from './id-set';

test('is a set', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.string({ maxLength: 3 }))), (steps) => {
      const [set, model] = [new IdSet(), new Set<string>()];
      for (const [adds, id] of steps) {
        if (adds) set.add(id);
        else expect(set.delete(id)).toBe(model.has(id));
        if (adds) model.add(id);
        else model.delete(id);
        expect(set.has(id)).toBe(model.has(id));
      }
      expect([...set].toSorted()).toEqual([...model].toSorted());
    }),
  );
});
