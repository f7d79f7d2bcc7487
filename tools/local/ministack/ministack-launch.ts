import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { writeFile } from '../../support/files/write-file';
import { type RunningProcess, startProcess } from '../processes/processes';
import { type MiniStackSettings, miniStackDirectories, miniStackEnvironment } from './ministack-environment';
import { pollHealth } from './ministack-health';
import { hasRefusedState } from './ministack-saved';
import { stateDirectory } from './ministack-state';

const START_TIMEOUT_MILLISECONDS = 60_000;
const LAST_LINES = 20;
const BROWSER_GUARD = join(__dirname, 'browser_guard.py');

export function endpointOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

function failure(code: string, what: string, logFile: string): CodedError {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-LAST_LINES);
  return new CodedError(code, `MiniStack ${what}: ${lines.join('\n')}`, `fix what it says; its log is ${logFile}`);
}

const unreadable = (directory: string, logFile: string): CodedError =>
  new CodedError(
    'local.state.unusable',
    `MiniStack cannot read all of the state in ${stateDirectory(directory)}`,
    `move it away and start anew; ${logFile} names what it cannot read`,
  );

/** Rejects if MiniStack ends before it answers, or does not answer in time. */
async function waitUntilReady(
  { ended }: RunningProcess,
  { directory, port }: MiniStackSettings,
  logFile: string,
): Promise<void> {
  const gone = new AbortController();
  ended.finally(() => gone.abort()).catch(() => undefined);
  const timeout = AbortSignal.timeout(START_TIMEOUT_MILLISECONDS);
  if (await pollHealth(endpointOf(port), AbortSignal.any([gone.signal, timeout]))) return;
  if (gone.signal.aborted && hasRefusedState(readFileSync(logFile, 'utf8'))) throw unreadable(directory, logFile);
  if (gone.signal.aborted) throw failure('local.ministack.ended', 'ended before it was ready', logFile);
  throw failure('local.ministack.not_ready', `did not answer within ${START_TIMEOUT_MILLISECONDS / 1_000} s`, logFile);
}

function launch(python: string, settings: MiniStackSettings): RunningProcess {
  const { log, pid } = miniStackDirectories(settings.directory);
  const output = openSync(log, 'w');
  const env = miniStackEnvironment(settings);
  const running = startProcess({ command: python, args: [BROWSER_GUARD], cwd: settings.directory, env, output });
  closeSync(output);
  writeFile(pid, `${running.pid} ${settings.port}\n`);
  return running;
}

/** Starts MiniStack with this Python and waits until it answers; stops it again if it does not. */
export async function launchMiniStack(python: string, settings: MiniStackSettings): Promise<RunningProcess> {
  const running = launch(python, settings);
  try {
    await waitUntilReady(running, settings, miniStackDirectories(settings.directory).log);
  } catch (error) {
    await running.stop();
    throw error;
  }
  return running;
}
