/** Runs `run` with a member added to `Object.prototype`, as a library could add one, and returns its result. */
export function withInherited<Result>(name: string, value: unknown, run: () => Result): Result {
  Object.defineProperty(Object.prototype, name, { value, enumerable: true, configurable: true, writable: true });
  try {
    return run();
  } finally {
    Reflect.deleteProperty(Object.prototype, name);
  }
}
