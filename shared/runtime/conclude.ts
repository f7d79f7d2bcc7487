import type { DeliveryState } from '../domain/claim';
import { MAX_DELAY_SECONDS, nextDelaySeconds } from '../domain/retry-schedule';
import type { ChannelQueue } from '../ports/channel-queue';
import { type AttemptDependencies, type AttemptResult, settleQuietly } from './attempt-delivery';
import { forAttempt, forDeadLetter, markDone, type ReceivedMessage, unchanged } from './message';

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
 * any point repeats a note or a failed attempt, and loses nothing. Throws when a delivery could not be claimed and the
 * message was not passed on: it comes back by itself.
 */
export async function conclude(
  message: ReceivedMessage,
  results: readonly AttemptResult[],
  dependencies: ConcludeDependencies,
): Promise<void> {
  const verdicts = results
    .filter((result): result is Attempted => result.kind === 'attempted')
    .map((result) => judge(result, dependencies.retryDelaysSeconds));
  const marked = markDone(message, targetsDone(results));
  const isPassedOn = await passOn(marked, verdicts, waits(results, dependencies), dependencies.queue);
  await deadLetter(marked, verdicts, dependencies.queue);
  for (const { result, state } of verdicts) await settleQuietly(result.key, state, result.attempt, dependencies);
  const unclaimed = results.find(({ kind }) => kind === 'unclaimed');
  if (unclaimed?.kind === 'unclaimed' && !isPassedOn) throw unclaimed.error;
}

const targetsDone = (results: readonly AttemptResult[]): string[] =>
  results.flatMap((result) => (result.kind === 'unrecorded' ? [result.key.target] : []));

function judge(result: Attempted, delaysSeconds: readonly number[]): Verdict {
  const { outcome, attempt } = result;
  if (outcome.kind !== 'retry') return { result, state: outcome.kind };
  const delaySeconds = nextDelaySeconds(attempt.n, delaysSeconds, outcome.afterSeconds);
  return delaySeconds === undefined ? { result, state: 'failed' } : { result, state: 'retrying', delaySeconds };
}

/**
 * Seconds after which to look again at what somebody else has claimed. What could not be claimed may wait for SQS to
 * bring the message back, unless the message must carry on which of its targets are done.
 */
function waits(results: readonly AttemptResult[], { clock, leaseSeconds }: ConcludeDependencies): number[] {
  const mustCarryOn = targetsDone(results).length > 0;
  return results.flatMap((result) => {
    if (result.kind === 'leased') return [secondsUntil(result.until, clock.now())];
    return result.kind === 'unclaimed' && mustCarryOn ? [Math.min(MAX_DELAY_SECONDS, leaseSeconds)] : [];
  });
}

async function passOn(
  message: ReceivedMessage,
  verdicts: readonly Verdict[],
  waits: readonly number[],
  queue: ChannelQueue,
): Promise<boolean> {
  const delays = verdicts.flatMap(({ delaySeconds }) => (delaySeconds === undefined ? [] : [delaySeconds]));
  if (delays.length > 0) await queue.send([forAttempt(message, message.attempt + 1)], Math.max(...delays));
  else if (waits.length > 0) await queue.send([unchanged(message)], Math.max(...waits));
  return delays.length + waits.length > 0;
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
