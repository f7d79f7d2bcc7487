/** Rejects when its signal is aborted. */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<unknown>;

/** As the reason of an abort: without one, Node makes a DOMException with a stack each time. */
const OVER = new Error('the work is settled');

/**
 * Timeout: resolves when the work is done or the time is up; the work is not cancelled. Rejects if the work rejects in
 * time.
 *
 * @param sleep rejects when its signal is aborted
 */
export async function settledWithin(milliseconds: number, work: Promise<unknown>, sleep: Sleep): Promise<void> {
  if (milliseconds === Number.POSITIVE_INFINITY) return void (await work);
  const timer = new AbortController();
  const timeUp = sleep(Math.max(0, milliseconds), timer.signal).catch(() => undefined);
  await Promise.race([work, timeUp]).finally(() => timer.abort(OVER));
}
