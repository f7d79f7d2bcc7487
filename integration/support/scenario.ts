import type { Ability } from '../targets/abilities';
import { lacks, state } from './harness';

// Retries, visibility timeouts and Terraform are slow.
jest.setTimeout(60_000);

/**
 * A group of tests that needs these abilities of the target. Without them, Jest skips the group; its name then contains the
 * reason, which the counts at the end of the run repeat.
 */
export function scenario(name: string, needs: readonly Ability[], tests: () => void): void {
  const lacking = needs.filter(lacks).map((need) => `${need}: ${state.traits.abilities[need]}`);
  if (lacking.length === 0) describe(name, tests);
  else describe.skip(`${name} (not on ${state.target}: ${lacking.join('; ')})`, tests);
}
