import { lateLine } from '../../../../../shared/domain/delivery/rate-slots';
import { MAX_DELAY_SECONDS } from '../../../../../shared/domain/delivery/retry-schedule';
import { memoryRateSlots } from '../../../../../shared/memory/memory-rate-slots';
import type { RateSlots } from '../../../../../shared/ports/rate-slots';
import { anEndpoint } from '../../../../../shared/testing/factories';
import { TestClock } from '../../../../../shared/testing/test-clock';
import { pacing } from '../pacing';

export interface Simulation {
  readonly ratePerSecond: number;
  /** When each delivery is published, in seconds. */
  readonly publishedAt: readonly number[];
  /** Delay of every receive, as with a backlog in the queue. @default 0 */
  readonly lagSeconds?: number;
  /** Seconds in which no function runs. @default none */
  readonly outage?: readonly [from: number, to: number];
  /** @default 1 */
  readonly functions?: number;
}

export interface Simulated {
  /** Seconds, in order. */
  readonly posts: readonly number[];
  readonly failed: number;
  /** Slots taken of the line of turns, without the late line. */
  readonly turns: number;
  /** Number of receives by the functions. */
  readonly receives: number;
}

const BATCH = 50;
const SWEEP_SECONDS = 60;
/** Fails a simulation in which the line does not move. */
const MAX_SECONDS = 14 * 86_400;

/** Simulates deliveries to one endpoint through a queue, the sweeper, and functions that share only the slots. */
export async function simulatePacing(simulation: Simulation): Promise<Simulated> {
  const { ratePerSecond, publishedAt, lagSeconds = 0, outage: [from, to] = [0, 0], functions = 1 } = simulation;
  const clock = new TestClock();
  const startMs = clock.now().getTime();
  const { slots, turns } = countingSlots();
  const endpoint = anEndpoint({ ratePerSecond });
  const paces = Array.from({ length: functions }, () => pacing({ slots, clock }));
  const waiting = new Map<number, (string | undefined)[]>();
  const put = (second: number, turn?: string) => waiting.set(second, [...(waiting.get(second) ?? []), turn]);
  for (const second of publishedAt) put(second + lagSeconds);
  const [posts, counts] = [[] as number[], { failed: 0, receives: 0 }];

  const receive = async (second: number, turn: string | undefined, index: number) => {
    counts.receives += 1;
    const answer = await paces[Math.floor(index / BATCH) % functions]?.(endpoint, turn);
    if (answer === undefined) posts.push(second);
    else if (answer.kind === 'failed') counts.failed += 1;
    else put(comesBack(second, Math.max(1, Math.ceil(answer.afterSeconds))) + lagSeconds, answer.turn);
  };
  while (waiting.size > 0) {
    const due = Math.min(...waiting.keys());
    if (due > MAX_SECONDS) throw new Error(`still waiting after ${MAX_SECONDS} seconds`);
    const second = due >= from && due < to ? to : due;
    const turnsDue = waiting.get(due) ?? [];
    waiting.delete(due);
    clock.set(new Date(startMs + second * 1000));
    await Promise.all(turnsDue.map((turn, index) => receive(second, turn, index)));
  }
  return { posts: posts.toSorted((a, b) => a - b), ...counts, turns: turns() };
}

/** The second of the next receive. A wait longer than SQS can delay is parked, and ends with the next sweep. */
const comesBack = (second: number, delay: number): number =>
  delay <= MAX_DELAY_SECONDS ? second + delay : Math.ceil((second + delay) / SWEEP_SECONDS) * SWEEP_SECONDS;

function countingSlots() {
  const memory = memoryRateSlots();
  let turns = 0;
  const slots: RateSlots = {
    take: async (key, request) => {
      const taken = await memory.take(key, request);
      if (!key.endsWith(lateLine(''))) turns += taken.length;
      return taken;
    },
  };
  return { slots, turns: () => turns };
}

/** The maximum number of posts within any window of so many seconds. */
export function mostWithin(seconds: number, posts: readonly number[]): number {
  let [most, first] = [0, 0];
  for (const [index, post] of posts.entries()) {
    while ((posts[first] ?? 0) <= post - seconds) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}
