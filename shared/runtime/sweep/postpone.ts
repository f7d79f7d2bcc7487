import type { ParkedDelivery } from '../../ports/ledger';
import type { SweepDependencies } from './sweep-dependencies';

/**
 * A message that could not be sent is due again after this, not in the next sweep: a page of poison messages must not
 * block the rest of the backlog.
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
