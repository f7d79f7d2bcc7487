import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { bundleFunction } from '../build/bundle';

const HOST = join(__dirname, 'function-host.js');

export interface Invocation {
  readonly result: SQSBatchResponse;
  readonly wallMs: number;
  /** User and system time of the process during the invocation. */
  readonly cpuMs: number;
  /** Peak resident memory of the process since its start. */
  readonly peakMegabytes: number;
}

export interface FunctionProcess {
  /** @throws Error if the process ends */
  invoke(Records: readonly SQSRecord[]): Promise<Invocation>;
  stop(): void;
}

/**
 * Writes the bundle of a function as it is deployed.
 *
 * @param entryPoint relative to the project
 * @returns path of the bundle's main file
 */
export async function writeBundle(entryPoint: string, directory: string): Promise<string> {
  const { code, lazy } = await bundleFunction(entryPoint);
  mkdirSync(directory, { recursive: true });
  for (const [name, contents] of Object.entries(lazy)) writeFileSync(join(directory, name), contents);
  const file = join(directory, 'index.js');
  writeFileSync(file, code);
  return file;
}

/**
 * Starts a process of the function, cold until its first invocation.
 *
 * @param log file descriptor that gets the function's log. @default the log is discarded
 */
export function startFunction(
  file: string,
  env: Readonly<Record<string, string>>,
  log: number | 'ignore' = 'ignore',
): FunctionProcess {
  const child: ChildProcess = fork(HOST, [file], { env, stdio: ['ignore', log, 'inherit', 'ipc'], execArgv: [] });
  const ended = once(child, 'exit').then(([code]): never => {
    throw new Error(`the function ${file} exited with ${code}`);
  });
  ended.catch(() => undefined);
  return {
    invoke: async (Records) => {
      const answered = once(child, 'message');
      child.send({ Records });
      const [answer] = await Promise.race([answered, ended]);
      return answer as Invocation;
    },
    stop: () => void child.kill(),
  };
}
