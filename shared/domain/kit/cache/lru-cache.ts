/** LRU cache: evicts the least recently used values first. */
export interface LruCache<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
  /** Returns whether the key was there. */
  delete(key: Key): boolean;
}

/**
 * @param maxWeight of all values together. The newest value is kept whatever it weighs, then alone: a value that is too
 *   heavy to keep would be computed again for every use
 * @param weigh @default each value weighs 1
 */
export function lruCache<Key, Value>(
  maxWeight: number,
  weigh: (value: Value) => number = () => 1,
): LruCache<Key, Value> {
  // A Map iterates in insertion order: the least recently used key is the first.
  const values = new Map<Key, Value>();
  let weight = 0;
  const take = (key: Key): Value | undefined => {
    const value = values.get(key);
    if (value !== undefined) weight -= weigh(value);
    values.delete(key);
    return value;
  };
  const set = (key: Key, value: Value): void => {
    take(key);
    values.set(key, value);
    weight += weigh(value);
    while (weight > maxWeight && values.size > 1) take(values.keys().next().value as Key);
  };
  const get = (key: Key): Value | undefined => {
    const value = take(key);
    if (value !== undefined) set(key, value);
    return value;
  };
  return { get, set, delete: (key) => take(key) !== undefined };
}
