import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Command } from './commands';

export interface Double {
  /** Such as `http://127.0.0.1:40657`. */
  readonly origin: string;
  ask<Answer>(command: Command): Promise<Answer>;
  stop(): void;
}

/** Starts a double in a process of its own, so that its CPU time is not the function's. */
export async function startDouble(
  name: 'aws-double' | 'receiver-double',
  env: Readonly<Record<string, string>> = {},
): Promise<Double> {
  const child = fork(join(__dirname, `${name}.ts`), {
    env: { ...process.env, ...env },
    execArgv: ['--require', 'tsx/cjs'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code]): never => {
    throw new Error(`the ${name} exited with ${code}`);
  });
  ended.catch(() => undefined);
  const answer = async () => (await Promise.race([once(child, 'message'), ended]))[0];
  const { origin } = (await answer()) as { origin: string };
  const ask = async <Answer>(command: Command): Promise<Answer> => {
    const answered = answer();
    child.send(command);
    return (await answered) as Answer;
  };
  return { origin, ask, stop: () => child.disconnect() };
}
