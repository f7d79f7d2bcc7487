import { constants } from 'node:os';

type Stop = () => Promise<unknown>;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Debounce: one Ctrl+C arrives several times, from the terminal and from each parent that forwards it. */
const SAME_KEYSTROKE_MILLISECONDS = 1_000;

const stops: Stop[] = [];
let interruptedAt: number | undefined;

/** Runs all registered stops, latest first, one after the other. Prints a failure and goes on. */
export async function stopEverything(): Promise<void> {
  for (const stop of stops.splice(0).reverse()) {
    await stop().catch((error: unknown) => console.error(error instanceof Error ? error.message : error));
  }
}

/** The first signal stops everything in order; another a second or more later exits at once. */
async function interrupt(signal: (typeof SIGNALS)[number]): Promise<void> {
  const code = 128 + constants.signals[signal];
  if (interruptedAt !== undefined) {
    if (Date.now() - interruptedAt >= SAME_KEYSTROKE_MILLISECONDS) process.exit(code);
    return;
  }
  interruptedAt = Date.now();
  await stopEverything();
  process.exit(code);
}

/**
 * Installs the signal handlers. Call it before a resource is made whose stop is registered afterwards: a signal between the
 * two would otherwise end this process and leak the resource.
 */
export function listenForInterrupts(): void {
  if (process.listeners('SIGINT').some((listener) => listener === interrupt)) return;
  for (const signal of SIGNALS) process.on(signal, interrupt);
}

/**
 * Runs `stop` when this process is interrupted (SIGINT, SIGTERM or SIGHUP), the latest registered first, one after the
 * other; the process then exits with 128 + the signal's number. Returns a function that removes the registration.
 */
export function onInterrupt(stop: Stop): () => void {
  listenForInterrupts();
  stops.push(stop);
  return () => {
    const index = stops.indexOf(stop);
    if (index >= 0) stops.splice(index, 1);
  };
}

/** Whether this process is ending because of a signal. */
export function isInterrupted(): boolean {
  return interruptedAt !== undefined;
}
