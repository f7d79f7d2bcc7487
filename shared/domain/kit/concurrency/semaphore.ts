/** Counting semaphore: at most `limit` tasks run concurrently. */
export interface Semaphore {
  /** Waits for a free slot, in FIFO order. */
  run<Result>(task: () => Promise<Result>): Promise<Result>;
  /** Runs the task if a slot is free; undefined, without starting it, if not. */
  tryRun<Result>(task: () => Promise<Result>): Promise<Result> | undefined;
}

export function semaphore(limit: number): Semaphore {
  let running = 0;
  const waiting: (() => void)[] = [];
  const run: Semaphore['run'] = async (task) => {
    if (running < limit) running++;
    else await new Promise<void>((begin) => waiting.push(begin));
    try {
      return await task();
    } finally {
      // FIFO: hand the slot to the longest waiter, so that a new caller cannot overtake it.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
  return { run, tryRun: (task) => (running < limit ? run(task) : undefined) };
}
