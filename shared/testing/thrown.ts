/** Returns the thrown value, so that a test can compare it as a whole; the returned value if nothing is thrown. */
export function thrown(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
