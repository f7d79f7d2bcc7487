import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { isInterrupted, listenForInterrupts, onInterrupt } from './interrupts';
import { OWN_GROUP, signalGroup } from './process-group';

export interface ProcessOptions {
  readonly command: string;
  readonly args?: readonly string[];
  readonly cwd?: string;
  /** The complete environment of the process. */
  readonly env: NodeJS.ProcessEnv;
  /** An open file that receives everything the process writes. `onLine` is not called then. */
  readonly output?: number;
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
  /** Time between SIGTERM and SIGKILL in `stop`. @default 10,000 */
  readonly stopTimeoutMilliseconds?: number;
}

export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that does not outlive this one: it is stopped on SIGINT, SIGTERM and SIGHUP, and when this process exits. */
export interface RunningProcess {
  readonly pid: number;
  /** Resolves when it has ended and all its lines were read; rejects when it could not be started. */
  readonly ended: Promise<ProcessEnd>;
  /** SIGTERM, then SIGKILL to the process and every process it left behind. */
  stop(): Promise<void>;
}

const DEFAULT_STOP_TIMEOUT_MILLISECONDS = 10_000;

const running = new Set<ChildProcess>();
const stopping = new WeakSet<ChildProcess>();

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid !== undefined) signalGroup(child.pid, signal);
}

/** Last resort if this process exits without stopping its children: SIGTERM, or SIGKILL after an earlier SIGTERM. */
function endAll(): void {
  for (const child of running) killGroup(child, stopping.has(child) ? 'SIGKILL' : 'SIGTERM');
}

function open(options: ProcessOptions): ChildProcess {
  const output = options.output ?? 'pipe';
  return spawn(options.command, options.args ?? [], {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: options.env,
    // A group of its own: Ctrl+C in the terminal does not reach it, so we choose the order of stops.
    detached: OWN_GROUP,
    windowsHide: true,
    stdio: ['ignore', output, output],
  });
}

async function readLines(stream: Readable | null, onLine: (line: string) => void): Promise<void> {
  if (!stream) return;
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) onLine(line);
}

async function waitForEnd(child: ChildProcess, options: ProcessOptions): Promise<ProcessEnd> {
  const lines = [
    readLines(child.stdout, (line) => options.onLine?.(line, 'stdout')),
    readLines(child.stderr, (line) => options.onLine?.(line, 'stderr')),
  ];
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  // Reading lines may fail, such as on a full disk: the race rejects then, in place of an unhandled rejection.
  const [code, signal] = await Promise.race([exit, Promise.all(lines).then(() => exit)]);
  killGroup(child, 'SIGKILL');
  await Promise.all(lines);
  return { code, signal };
}

async function stopProcess(child: ChildProcess, ended: Promise<unknown>, timeoutMilliseconds: number): Promise<void> {
  if (running.has(child)) child.kill('SIGTERM');
  stopping.add(child);
  const timer = setTimeout(() => killGroup(child, 'SIGKILL'), timeoutMilliseconds);
  await ended.catch(() => undefined);
  clearTimeout(timer);
}

function register(child: ChildProcess, stop: () => Promise<void>): () => void {
  if (!process.listeners('exit').includes(endAll)) process.on('exit', endAll);
  running.add(child);
  const forget = onInterrupt(stop);
  return () => {
    running.delete(child);
    forget();
  };
}

/** Starts a process. Does not throw: a command that cannot be run rejects `ended`, with ENOENT if there is none. */
export function startProcess(options: ProcessOptions): RunningProcess {
  listenForInterrupts();
  const child = open(options);
  const end = waitForEnd(child, options);
  const stop = () => stopProcess(child, end, options.stopTimeoutMilliseconds ?? DEFAULT_STOP_TIMEOUT_MILLISECONDS);
  const forget = register(child, stop);
  const ended = end.finally(forget);
  ended.catch(() => undefined);
  return { pid: child.pid ?? -1, ended, stop };
}

/**
 * Runs a command to its end. Rejects with ENOENT if there is no such command. Never resolves once this
 * process was interrupted: a command that was stopped by the signal did not fail.
 */
export async function runProcess(options: ProcessOptions): Promise<ProcessEnd> {
  const end = await startProcess(options).ended;
  return isInterrupted() ? new Promise(() => undefined) : end;
}
