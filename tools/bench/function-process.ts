import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { bundleFunction, entryOf } from '../build/bundle';

const HOST = join(__dirname, 'function-host.js');

export interface Invocation {
  readonly result: SQSBatchResponse;
  /** CPU time of the process since its start. */
  readonly peakMegabytes: number;
}

export interface FunctionProcess {
  invoke(Records: readonly SQSRecord[]): Promise<Invocation>;
  stop(): void;
}

/** A channel's bundle in a child process; its first invocation is a cold start. */
export async function startFunction(
  channel: string,
  directory: string,
  env: Readonly<Record<string, string>>,
): Promise<FunctionProcess> {
  const file = join(directory, `${channel}.js`);
  writeFileSync(file, (await bundleFunction(entryOf(channel))).code);
  // Discards the log, which is not measured.
  const child: ChildProcess = fork(HOST, [file], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] });
  const ended = once(child, 'exit').then(([code]): never => {
    throw new Error(`the ${channel} function ended with ${code}`);
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
