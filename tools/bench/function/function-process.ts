import { type ChildProcess, fork, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { type CpuQuota, holdToShare } from './cpu-quota';

const HOST = join(__dirname, 'function-host.js');
/** Longer than any function's own: a benchmark ends by itself. */
const TIMEOUT_MS = 60_000;
/** Memory at which Lambda gives a whole core. @see AWS Lambda Developer Guide, "Configure Lambda function memory" */
export const WHOLE_CORE_MEGABYTES = 1_769;

export interface Invocation<Answer = SQSBatchResponse> {
  readonly result: Answer;
  readonly wallMs: number;
  /** From the time at which it was due to its end: `wallMs` and the wait for invocations before it. */
  readonly latencyMs: number;
  /** User and system time of the process during the invocation. */
  readonly cpuMs: number;
  /** Peak resident memory of the process since its start. */
  readonly peakMegabytes: number;
}

export interface InvokeOptions {
  /** Of the clock that all processes of the machine share, `process.hrtime`, in milliseconds. @default now */
  readonly dueAt?: number;
  /** What the context says at the start. @default one minute */
  readonly timeoutMs?: number;
}

export interface FunctionProcess {
  /** @throws Error if the process ends */
  invoke(Records: readonly SQSRecord[], options?: InvokeOptions): Promise<Invocation>;
  /** Invokes with any event. */
  invokeWith<Answer>(event: unknown, options?: InvokeOptions): Promise<Invocation<Answer>>;
  /** Holds the process to the share of a core that Lambda gives with this memory, until it is let go. Linux only. */
  hold(memoryMegabytes: number): Promise<CpuQuota>;
  stop(): void;
}

export interface StartOptions {
  /** Sizes the heap as Lambda's runtime does. @default the sizes of Node */
  readonly memoryMegabytes?: number | undefined;
  /** File descriptor that gets the function's log. @default the log is discarded */
  readonly log?: number;
}

/** Starts a process of the function, loaded but not yet invoked. */
export async function startFunction(
  file: string,
  env: Readonly<Record<string, string>>,
  { memoryMegabytes, log }: StartOptions = {},
): Promise<FunctionProcess> {
  const execArgv = memoryMegabytes === undefined ? [] : heapOptions(memoryMegabytes);
  const stdio: StdioOptions = ['ignore', log ?? 'ignore', 'inherit', 'ipc'];
  const child: ChildProcess = fork(HOST, [file], { env, stdio, execArgv });
  const answers = answersOf(child, file);
  await answers.next();
  const invokeWith = async <Answer>(event: unknown, { dueAt, timeoutMs = TIMEOUT_MS }: InvokeOptions = {}) => {
    const answered = answers.next();
    child.send({ event, dueAt, timeoutMs });
    return (await answered) as Invocation<Answer>;
  };
  return {
    invokeWith,
    invoke: (Records, options) => invokeWith({ Records }, options),
    hold: (megabytes) => holdToShare(child.pid ?? 0, megabytes / WHOLE_CORE_MEGABYTES),
    // SIGKILL, because a process that a quota has stopped would keep SIGTERM until it continues.
    stop: () => void child.kill('SIGKILL'),
  };
}

/** Messages of the process in the order of the requests for them: it answers one invocation after the other. */
function answersOf(child: ChildProcess, file: string) {
  const waiting: { resolve(answer: unknown): void; reject(error: Error): void }[] = [];
  child.on('message', (answer) => waiting.shift()?.resolve(answer));
  once(child, 'exit').then(([code]) => {
    const error = new Error(`the function ${file} exited with ${code}`);
    for (const { reject } of waiting.splice(0)) reject(error);
  });
  return { next: () => new Promise<unknown>((resolve, reject) => waiting.push({ resolve, reject })) };
}

/** The options of Lambda's own Node runtime: a tenth of the memory for the young generation, half of that a semi-space. */
const heapOptions = (megabytes: number): string[] => {
  const young = Math.floor(megabytes / 10);
  return [`--max-semi-space-size=${Math.floor(young / 2)}`, `--max-old-space-size=${megabytes - young}`];
};
