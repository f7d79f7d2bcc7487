import { type NamedHistory, readHistory, type StatusPorts } from './read-history';
import type { StatusRequest } from './read-status';
import { standing } from './standing';
import { isUnknown, unknownId } from './unknown-id';

export interface WatchPorts extends StatusPorts {
  sleep(milliseconds: number): Promise<void>;
}

const POLL_MILLISECONDS = 1_000;
/** A notification shows when the first function has it; what was published a moment ago is waited for. */
const UNKNOWN_POLLS = 20;
/** Targets are claimed one after the other, so what looks settled is looked at once more. */
const SETTLED_POLLS = 2;

/**
 * The status of a notification every second, from when it is known until nothing of it is open any more. The last one is
 * how it stands then.
 *
 * @throws CodedError `cli.unknown_id` where nothing is recorded after 19 seconds
 */
export async function* watchStatus({ id }: StatusRequest, ports: WatchPorts): AsyncGenerator<NamedHistory> {
  let settledPolls = 0;
  for (let polls = 1; settledPolls < SETTLED_POLLS; polls += 1) {
    if (polls > 1) await ports.sleep(POLL_MILLISECONDS);
    const history = await readHistory(id, ports);
    const isKnown = !isUnknown(history);
    if (!isKnown && polls >= UNKNOWN_POLLS) throw unknownId(id);
    settledPolls = isKnown && standing(history, ports.channels).settled ? settledPolls + 1 : 0;
    if (isKnown) yield history;
  }
}
