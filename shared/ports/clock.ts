export interface Clock {
  now(): Date;
}

/** Rejects when the signal is aborted, and releases its timer. */
export type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<unknown>;

/** `node:timers/promises` would make an AbortError with a stack each time, which costs more than a timer. */
export const systemSleep: Sleep = (milliseconds, signal) =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve(undefined);
    }, milliseconds);
    signal?.addEventListener('abort', abort, { once: true });
  });

export const systemClock: Clock = { now: () => new Date() };
