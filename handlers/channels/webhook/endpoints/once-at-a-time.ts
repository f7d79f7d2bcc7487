/** Coalesces concurrent calls of one key: the first calls, the others wait for its result. */
export function onceAtATime<Result>(): (key: string, call: () => Promise<Result>) => Promise<Result> {
  const running = new Map<string, Promise<Result>>();
  return (key, call) => {
    const known = running.get(key);
    if (known) return known;
    const begun = call().finally(() => running.delete(key));
    running.set(key, begun);
    return begun;
  };
}
