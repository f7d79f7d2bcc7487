/** Runs at most so many pieces of work at once, whoever asks for them; the others wait, first come, first served. */
export type AtOnce = <Result>(work: () => Promise<Result>) => Promise<Result>;

export function atOnce(limit: number): AtOnce {
  let underWay = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (underWay < limit) underWay++;
    else await new Promise<void>((begin) => waiting.push(begin));
    try {
      return await work();
    } finally {
      // Whoever waits longest takes the place over, so that nobody who comes now gets in between.
      const next = waiting.shift();
      if (next) next();
      else underWay--;
    }
  };
}
