/** What was thrown, to be looked at as a whole; what was returned, where nothing was. */
export function thrown(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
