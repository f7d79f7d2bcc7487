import type { DeliveryState } from '../domain/claim';
import { MAX_DELAY_SECONDS, nextDelaySeconds } from '../domain/retry-schedule';
import type { ChannelQueue } from '../ports/channel-queue';
import { type AttemptDependencies, type AttemptResult, settleQuietly } from './attempt-delivery';
import { forAttempt, forDeadLetter, type ReceivedMessage, unchanged } from './message';

export interface ConcludeDependencies extends AttemptDependencies {
  readonly queue: ChannelQueue;
  readonly retryDelaysSeconds: readonly number[];
}

type Attempted = Extract<AttemptResult, { kind: 'attempted' }>;

interface Verdict {
  readonly result: Attempted;
  readonly state: DeliveryState;
  /** Set while `retrying`. */
  readonly delaySeconds?: number;
}

/**
 * Passes on what is not done, then records the results, then returns: the caller acknowledges. In this order a crash at
 * any point repeats a note or a failed attempt, and loses nothing.
 */
export async function conclude(
  message: ReceivedMessage,
  results: readonly AttemptResult[],
  dependencies: ConcludeDependencies,
): Promise<void> {
  const verdicts = results
    .filter((result): result is Attempted => result.kind === 'attempted')
    .map((result) => judge(result, dependencies.retryDelaysSeconds));
  await passOn(message, verdicts, results, dependencies);
  await deadLetter(message, verdicts, dependencies.queue);
  for (const { result, state } of verdicts) await settleQuietly(result.key, state, result.attempt, dependencies);
}

function judge(result: Attempted, delaysSeconds: readonly number[]): Verdict {
  const { outcome, attempt } = result;
  if (outcome.kind !== 'retry') return { result, state: outcome.kind };
  const delaySeconds = nextDelaySeconds(attempt.n, delaysSeconds, outcome.afterSeconds);
  return delaySeconds === undefined ? { result, state: 'failed' } : { result, state: 'retrying', delaySeconds };
}

async function passOn(
  message: ReceivedMessage,
  verdicts: readonly Verdict[],
  results: readonly AttemptResult[],
  { queue, clock }: ConcludeDependencies,
): Promise<void> {
  const delays = verdicts.flatMap(({ delaySeconds }) => (delaySeconds === undefined ? [] : [delaySeconds]));
  const leases = results.flatMap((result) =>
    result.kind === 'leased' ? [secondsUntil(result.until, clock.now())] : [],
  );
  if (delays.length > 0) await queue.send([forAttempt(message, message.attempt + 1)], Math.max(...delays));
  else if (leases.length > 0) await queue.send([unchanged(message)], Math.max(...leases));
}

async function deadLetter(message: ReceivedMessage, verdicts: readonly Verdict[], queue: ChannelQueue): Promise<void> {
  const reasons = verdicts
    .filter(({ state }) => state === 'rejected' || state === 'failed')
    .map(({ result, state }) => `${state}: ${result.attempt.reason}`);
  if (reasons.length > 0) await queue.deadLetter(forDeadLetter(message, [...new Set(reasons)].join('; ')));
}

/** One second more than needed: a message that comes back a moment early would only be sent round again. */
const secondsUntil = (timestamp: string, now: Date): number =>
  Math.min(MAX_DELAY_SECONDS, Math.max(1, Math.ceil((Date.parse(timestamp) - now.getTime()) / 1000) + 1));
