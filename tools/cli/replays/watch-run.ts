import { type ReadReplayPorts, readReplay } from '../../../shared/operations/replays/read-replay';
import type { ReplayRun, RunKey } from '../../../shared/ports/replay-runs';
import { inCliWords } from '../in-cli-words';
import type { Terminal } from '../terminal';
import { REPLAY_WORDS } from './replay-words';

const POLL_MS = 2_000;

/**
 * Prints each progress of a run until it ends. Interrupting it does not stop the run.
 *
 * @throws CodedError as `readReplay` does
 */
export async function watchRun(
  key: RunKey,
  { json }: { readonly json?: boolean },
  ports: ReadReplayPorts,
  { print, sleep }: Pick<Terminal, 'print' | 'sleep'>,
): Promise<void> {
  for (let printed = ''; ; await sleep(POLL_MS)) {
    const run = await inCliWords(readReplay(key, ports), REPLAY_WORDS);
    const text = runText(run, json);
    if (text !== printed) print(text);
    if (run.status !== 'running') return;
    printed = text;
  }
}

export const runText = (run: ReplayRun, json = false): string =>
  json ? JSON.stringify(run) : `${run.status}: ${countsText(run)}${run.reason === undefined ? '' : `; ${run.reason}`}`;

const countsText = ({ counts: { found, sent, skipped, failed } }: ReplayRun): string =>
  `${sent} deliveries of ${found} notifications sent, ${skipped} notifications left out, ${failed} failed`;
