/** CPU time, not wall time: a busy machine makes a run longer, and measures as much of it. */
const WARM_UP_SECONDS = 0.3;
const MEASURED_SECONDS = 0.35;
/** Between two readings of the CPU time, each of which is a system call. */
const CALLS = 20;

/**
 * Prints how often `work` runs for each second of this process's CPU time, after a warm-up. `process.cpuUsage` counts all
 * threads, so that garbage collection and compilation are included.
 *
 * @param units of work that one call does
 */
export function printCpuRate(work: () => unknown, units = 1): void {
  const countFor = (seconds: number) => {
    const cpu = process.cpuUsage();
    let count = 0;
    for (; secondsSince(cpu) < seconds; count += CALLS) for (let n = 0; n < CALLS; n++) work();
    return count / secondsSince(cpu);
  };
  countFor(WARM_UP_SECONDS);
  console.log(units * countFor(MEASURED_SECONDS));
}

/** The same for work that waits: `atOnce` calls are under way at any time. Ends the process. */
export async function printConcurrentCpuRate(work: () => Promise<unknown>, atOnce: number): Promise<void> {
  const countFor = async (seconds: number) => {
    const cpu = process.cpuUsage();
    let [count, done] = [0, false];
    const worker = async () => {
      for (; !done; count++) {
        await work();
        if (count % CALLS === 0) done = secondsSince(cpu) >= seconds;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    return count / secondsSince(cpu);
  };
  await countFor(WARM_UP_SECONDS);
  console.log(await countFor(MEASURED_SECONDS));
  // Kept connections of a peer would keep the process alive.
  process.exit();
}

function secondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000_000;
}
