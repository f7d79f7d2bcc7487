import { sweep } from '../../../shared/runtime/sweep/sweep';
import type { SweepDependencies } from '../../../shared/runtime/sweep/sweep-dependencies';
import { type ReconcileDependencies, reconcile } from './reconcile';

/**
 * First what is due, then, in the time that is left, the search for what was forgotten: it has no share of the sweep's
 * time, CPU or connections, and neither keeps the other from running.
 *
 * @returns how many messages were sent
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
