/** Begins work only while fewer than `atOnce` pieces of it are under way. */
export interface Limiter {
  /** Undefined, and nothing begun, where there is no room. */
  begin<Result>(work: () => Promise<Result>): Promise<Result> | undefined;
}

export function createLimiter(atOnce: number): Limiter {
  let underWay = 0;
  return {
    begin: (work) => {
      if (underWay >= atOnce) return undefined;
      underWay++;
      return work().finally(() => underWay--);
    },
  };
}
