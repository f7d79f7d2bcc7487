/** Keeps what was used last, up to a weight in all. */
export interface WeightedCache<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
}

/** What is heavier than all that may be kept is not kept. */
export function weightedCache<Key, Value>(
  maxWeight: number,
  weigh: (value: Value) => number,
): WeightedCache<Key, Value> {
  // A Map gives its keys in the order they were set.
  const values = new Map<Key, Value>();
  let weight = 0;
  const drop = (key: Key): void => {
    const value = values.get(key);
    if (value === undefined) return;
    weight -= weigh(value);
    values.delete(key);
  };
  return {
    get: (key) => {
      const value = values.get(key);
      if (value === undefined) return undefined;
      values.delete(key);
      values.set(key, value);
      return value;
    },
    set: (key, value) => {
      drop(key);
      values.set(key, value);
      weight += weigh(value);
      for (const oldest of values.keys()) {
        if (weight <= maxWeight) return;
        drop(oldest);
      }
    },
  };
}
