import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const ROOT = join(__dirname, '..', '..');

export interface CarillonRun {
  readonly exitCode: number;
  readonly output: string;
  readonly errors: string;
}

export interface CarillonOptions {
  /** Complete environment of the command; excludes the operator's variables and credentials. */
  readonly env: NodeJS.ProcessEnv;
  readonly input?: string;
}

/** Runs the real command in a child process. */
export async function runCarillon(args: readonly string[], { env, input = '' }: CarillonOptions): Promise<CarillonRun> {
  const main = join(ROOT, 'tools', 'cli', 'main.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], { cwd: ROOT, env });
  child.stdin.end(input);
  const closed = once(child, 'close');
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [exitCode] = await closed;
  return { exitCode, output, errors };
}
