type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<unknown>;

/**
 * Timeout: resolves when the work is done, or when the time is up; then the work goes on by itself. Throws what the work
 * throws until then.
 *
 * @param sleep rejects when its signal is aborted
 */
export async function settledWithin(milliseconds: number, work: Promise<unknown>, sleep: Sleep): Promise<void> {
  if (milliseconds === Number.POSITIVE_INFINITY) return void (await work);
  const timer = new AbortController();
  const timeUp = sleep(Math.max(0, milliseconds), timer.signal).catch(() => undefined);
  await Promise.race([work, timeUp]).finally(() => timer.abort());
}
