import { seeded } from './seeded';

/**
 * - `stall`: never answers
 * - `reset`: closes the connection without a response
 * - `late`: accepts after seconds, within the timeout
 */
export type Behaviour = 'accept' | 'error' | 'stall' | 'reset' | 'late';

const SHARES: readonly (readonly [Behaviour, number])[] = [
  ['error', 0.2],
  ['reset', 0.04],
  ['stall', 0.005],
  ['late', 0.03],
];

/** Response of the endpoint to the nth post of a notification. */
export function behaviourOf(seed: number, notification: number, post: number): Behaviour {
  const number = seeded(seed, 'answer', notification, post);
  let bound = 0;
  for (const [behaviour, share] of SHARES) {
    bound += share;
    if (number < bound) return behaviour;
  }
  return 'accept';
}
