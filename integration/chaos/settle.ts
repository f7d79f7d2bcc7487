import { setTimeout as sleep } from 'node:timers/promises';
import type { NotificationHistory } from '../../shared/ports/ledger';
import type { Published, World } from './chaos-world';
import { hasEnded } from './judge';

export type Histories = ReadonlyMap<string, NotificationHistory>;

const READS_AT_ONCE = 5;

const isSettled = ({ event, deliveries }: NotificationHistory, { address, endpoint }: Published): boolean =>
  event !== undefined &&
  [address, endpoint].every((target) => hasEnded(deliveries.find((delivery) => delivery.target === target)));

/** Polls the history of each notification until all are settled, or until the deadline. */
export async function waitUntilSettled(
  { ledger }: World,
  published: readonly Published[],
  deadline: number,
  report: (open: number) => void,
): Promise<Histories> {
  const histories = new Map<string, NotificationHistory>();
  let open = [...published];
  for (;;) {
    const unsettled: Published[] = [];
    while (open.length > 0) {
      const some = open.splice(0, READS_AT_ONCE);
      const read = await Promise.all(some.map(({ id }) => ledger.history(id)));
      for (const [index, one] of some.entries()) {
        const history = read[index] as NotificationHistory;
        histories.set(one.id, history);
        if (!isSettled(history, one)) unsettled.push(one);
      }
    }
    report(unsettled.length);
    if (unsettled.length === 0 || Date.now() > deadline) return histories;
    open = unsettled;
    await sleep(15_000);
  }
}
