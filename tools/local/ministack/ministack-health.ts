import { setTimeout as delay } from 'node:timers/promises';

const POLL_MILLISECONDS = 50;
const ANSWER_TIMEOUT_MILLISECONDS = 1_000;

/** Whether a MiniStack answers at the endpoint now. */
export async function isHealthy(endpoint: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MILLISECONDS);
    const response = await fetch(`${endpoint}/_ministack/health`, { signal });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/** Polls until it answers (true) or the signal aborts (false). */
export async function pollHealth(endpoint: string, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if (await isHealthy(endpoint)) return true;
    await delay(POLL_MILLISECONDS);
  }
  return false;
}
