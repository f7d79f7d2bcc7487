import type { Command } from 'commander';
import { type StopReplayPorts, stopReplay } from '../../../shared/operations/replays/stop-replay';
import type { RunKey } from '../../../shared/ports/replay-runs';
import { inCliWords } from '../in-cli-words';
import type { TenantOptions } from '../options';
import { connectStack } from '../stack/connect-stack';
import { replaysOf } from '../stack/replays-of';
import type { Terminal } from '../terminal';
import { REPLAY_WORDS } from './replay-words';
import { runText } from './watch-run';

export function addStop(replays: Command, terminal: Terminal): void {
  replays
    .command('stop')
    .description('Stops a replay; what was sent is delivered.')
    .argument('<id>', 'id of the replay')
    .requiredOption('--tenant <tenant>', 'its tenant')
    .action(async (id: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<TenantOptions>();
      const runs = replaysOf(await connectStack(options.outputs, terminal));
      await stop({ tenant: options.tenant, id }, options, { runs, clock: terminal.clock }, terminal);
    });
}

/** @throws CodedError as `stopReplay` does */
export async function stop(
  key: RunKey,
  { json }: { readonly json?: boolean },
  ports: StopReplayPorts,
  { print }: Pick<Terminal, 'print'>,
): Promise<void> {
  print(runText(await inCliWords(stopReplay(key, ports), REPLAY_WORDS), json));
}
