import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { writeFile } from '../../support/files/write-file';
import { lockDirectory } from '../processes/directory-lock';
import { runProcess } from '../processes/processes';

export interface PythonEnvironmentOptions {
  /** A command or path of Python 3.10 or later. */
  readonly python: string;
  /** The virtual environment; made if missing, and remade when the requirements change. */
  readonly directory: string;
  /** A file for `pip install --require-hashes`. */
  readonly requirementsFile: string;
  /** What is installed, for people. @default MiniStack */
  readonly what?: string;
  /** Receives one line of progress at a time. */
  readonly log: (line: string) => void;
}

const STAMP = 'requirements.sha256';
/** The user's settings that would install elsewhere, or run with other modules. */
const MISLEADING = /^(PYTHON(HOME|PATH)|PIP_(USER|TARGET|PREFIX|ROOT|REQUIREMENT|CONSTRAINT|NO_DEPS|DRY_RUN|QUIET))$/;
const LAST_LINES = 15;

/** The Python of a virtual environment. */
function pythonOf(directory: string): string {
  return process.platform === 'win32' ? join(directory, 'Scripts', 'python.exe') : join(directory, 'bin', 'python');
}

function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !MISLEADING.test(name)));
}

async function run(command: string, args: readonly string[], tell: (line: string) => void): Promise<void> {
  const lines: string[] = [];
  const onLine = (line: string) => {
    lines.push(line);
    tell(line);
  };
  const { code } = await runProcess({ command, args, env: cleanEnvironment(), onLine });
  if (code === 0) return;
  const message = `${command} ${args.slice(0, 3).join(' ')} ended with ${code}: ${lines.slice(-LAST_LINES).join('\n')}`;
  const fix = 'fix what it says and start again; behind a proxy, set HTTPS_PROXY or PIP_INDEX_URL';
  throw new CodedError('local.ministack.install_failed', message, fix);
}

/** `Collecting botocore==1.43.106 (from …)` → `  botocore==1.43.106` */
function tellPackages(log: (line: string) => void): (line: string) => void {
  return (line) => {
    const name = /^Collecting (\S+)/.exec(line)?.[1];
    if (name !== undefined) log(`  ${name}`);
  };
}

function isInstalled(directory: string, hash: string): boolean {
  const stamp = join(directory, STAMP);
  return existsSync(pythonOf(directory)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
}

async function install(options: PythonEnvironmentOptions): Promise<void> {
  const { python, directory, requirementsFile, what = 'MiniStack', log } = options;
  log(`Installing ${what}, once (about 90 MB)`);
  rmSync(directory, { recursive: true, force: true });
  await run(python, ['-m', 'venv', directory], () => undefined);
  // Compiling every module takes longer than installing it, and most are never used.
  const args = ['-m', 'pip', 'install', '--require-hashes', '--no-compile', '--no-input', '--progress-bar=off'];
  await run(pythonOf(directory), [...args, '--requirement', requirementsFile], tellPackages(log));
}

/** Installs under a lock, which lies beside the environment, because that is deleted and remade. */
async function installAlone(options: PythonEnvironmentOptions, hash: string): Promise<void> {
  const lock = `${options.directory}.install`;
  const unlock = lockDirectory(lock);
  try {
    await install(options);
    writeFile(join(options.directory, STAMP), hash);
  } finally {
    unlock();
    rmSync(lock, { recursive: true, force: true });
  }
}

/** Makes the virtual environment if it is missing or outdated. Returns its Python. Throws `local.ministack.install_failed`, `local.directory.in_use`. */
export async function preparePythonEnvironment(options: PythonEnvironmentOptions): Promise<string> {
  const { directory, requirementsFile } = options;
  const hash = createHash('sha256').update(readFileSync(requirementsFile)).digest('hex');
  if (!isInstalled(directory, hash)) await installAlone(options, hash);
  return pythonOf(directory);
}
