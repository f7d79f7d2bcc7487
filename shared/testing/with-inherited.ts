/** What `run` returns while every object inherits a member, as one does that a library added to `Object.prototype`. */
export function withInherited<Result>(name: string, value: unknown, run: () => Result): Result {
  Object.defineProperty(Object.prototype, name, { value, enumerable: true, configurable: true, writable: true });
  try {
    return run();
  } finally {
    Reflect.deleteProperty(Object.prototype, name);
  }
}
