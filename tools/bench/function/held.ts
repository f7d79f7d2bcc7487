import type { FunctionProcess } from './function-process';

/** Holds the process to the share of a core that Lambda gives with this memory while it is used. */
export async function held<Result>(
  running: Pick<FunctionProcess, 'hold'>,
  memoryMegabytes: number,
  use: () => Promise<Result>,
): Promise<Result> {
  const quota = await running.hold(memoryMegabytes);
  try {
    return await use();
  } finally {
    quota.release();
  }
}
