import { sweep } from '../../../shared/runtime/sweep/sweep';
import type { SweepDependencies } from '../../../shared/runtime/sweep/sweep-dependencies';
import { type ReconcileDependencies, reconcile } from './reconcile';

/**
 * Runs the sweep, then the scan for orphans in the remaining time, so that the scan takes no time, CPU or connections from
 * the sweep. The scan runs even if the sweep throws.
 *
 * @returns the number of messages that the sweep sent
 */
export async function run(
  dependencies: SweepDependencies & ReconcileDependencies,
  time: { remainingMs(): number },
): Promise<number> {
  try {
    return await sweep(dependencies, time);
  } finally {
    await reconcile(dependencies, time);
  }
}
