import { mkdirSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { lockDirectory } from '../processes/directory-lock';
import { isPortFree } from '../processes/free-port';
import { onInterrupt } from '../processes/interrupts';
import type { ProcessEnd, RunningProcess } from '../processes/processes';
import { type MiniStackSettings, miniStackDirectories } from './ministack-environment';
import { endpointOf, launchMiniStack } from './ministack-launch';
import { endLeftover } from './ministack-leftover';
import { type Saved, savedBy } from './ministack-saved';
import { claimState } from './ministack-state';
import { preparePythonEnvironment } from './python-environment';

export interface MiniStackOptions {
  /** Holds all its files: the Python environment, the log, the state. */
  readonly directory: string;
  /** A free TCP port of the loopback interface. */
  readonly port: number;
  /** Persists state between starts; written only at an orderly stop. @default false */
  readonly persist?: boolean;
  /** Enforces IAM: roles of Lambdas, queue policies, identities. @default false */
  readonly auth?: boolean;
  /** Holds the `node` that runs the Lambdas. @default that of this process */
  readonly nodeDirectory?: string;
  /** A command or path of Python 3.10 or later. @default python3 */
  readonly python?: string;
  /** A Python environment to share between directories. @default below `directory` */
  readonly pythonDirectory?: string;
  /** Receives one line of progress at a time. */
  readonly log: (line: string) => void;
}

export interface MiniStack {
  /** Such as `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  readonly pid: number;
  /** All its output, including that of its Lambdas. */
  readonly logFile: string;
  /** Resolves when it has ended, for any reason. */
  readonly ended: Promise<ProcessEnd>;
  /** Ends it with all its workers. Saves the state with `persist`, unless it had ended before. */
  stop(): Promise<Saved>;
}

export const REQUIREMENTS_FILE = resolve(__dirname, 'requirements.txt');

async function refuseTakenPort(port: number): Promise<void> {
  if (await isPortFree(port)) return;
  const fix = 'stop what listens there, or choose another port';
  throw new CodedError('local.port.taken', `port ${port} is taken on 127.0.0.1`, fix);
}

/** Establishes all preconditions of the launch. Returns the Python to launch it with. */
async function prepare(settings: MiniStackSettings, options: MiniStackOptions): Promise<string> {
  const { home, temporary, python: directory } = miniStackDirectories(settings.directory);
  await endLeftover(settings.directory, options.log);
  await refuseTakenPort(settings.port);
  if (settings.persist) claimState(settings.directory, settings.port);
  rmSync(temporary, { recursive: true, force: true });
  for (const path of [home, temporary]) mkdirSync(path, { recursive: true });
  const { python = 'python3', pythonDirectory = directory, log } = options;
  return preparePythonEnvironment({ python, directory: pythonDirectory, requirementsFile: REQUIREMENTS_FILE, log });
}

function toSettings(options: MiniStackOptions): MiniStackSettings {
  const { port, persist = false, auth = false, nodeDirectory = dirname(process.execPath) } = options;
  return { directory: resolve(options.directory), port, persist, auth, nodeDirectory };
}

/** Removes its files and its lock when it ends, for any reason. */
function guard(
  running: RunningProcess,
  { directory, port, persist }: MiniStackSettings,
  unlock: () => void,
): MiniStack {
  const { log: logFile, pid: pidFile, temporary } = miniStackDirectories(directory);
  const ended = running.ended.finally(() => {
    for (const path of [pidFile, temporary]) rmSync(path, { recursive: true, force: true });
    unlock();
    forget();
  });
  const stop = async () => {
    await running.stop();
    await ended;
    return persist ? savedBy(logFile) : 'untouched';
  };
  const forget = onInterrupt(stop);
  return { endpoint: endpointOf(port), pid: running.pid, logFile, ended, stop };
}

/**
 * Starts MiniStack on the loopback interface and waits until it answers; the first start installs it, which takes
 * about ten seconds. Stopped at the latest when this process is interrupted.
 *
 * Throws `local.directory.in_use`, `local.port.taken`, `local.state.other_port`, `local.state.unusable`,
 * `local.ministack.install_failed`, `local.ministack.ended` and `local.ministack.not_ready`.
 */
export async function startMiniStack(options: MiniStackOptions): Promise<MiniStack> {
  const settings = toSettings(options);
  const unlock = lockDirectory(settings.directory);
  try {
    const launched = await launchMiniStack(await prepare(settings, options), settings);
    return guard(launched, settings, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}
