import type { ParkedDelivery } from '../../ports/ledger';
import type { SweepDependencies } from './sweep-dependencies';

/**
 * What could not be sent is due again after this, and not in the next sweep: a page that is refused for what is in it must
 * not stand before all others without limit.
 */
export const SEND_AGAIN_SECONDS = 300;

export async function postpone(
  page: readonly ParkedDelivery[],
  seconds: number,
  { parked, clock }: SweepDependencies,
): Promise<void> {
  const dueAt = new Date(clock.now().getTime() + seconds * 1000).toISOString();
  await Promise.all(page.map((delivery) => parked.postpone(delivery, dueAt)));
}
