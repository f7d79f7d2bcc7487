/** Of endpoints that fail at once; a function that knows more of them forgets the first. */
const MAX_ENTRIES = 10_000;

/** A map that does not grow for ever: whoever was set first goes first. */
export function bounded<Value>(maxEntries = MAX_ENTRIES): Map<string, Value> {
  const map = new Map<string, Value>();
  const set = map.set.bind(map);
  map.set = (key, value) => {
    const [oldest] = map.size >= maxEntries && !map.has(key) ? map.keys() : [];
    if (oldest !== undefined) map.delete(oldest);
    return set(key, value);
  };
  return map;
}
