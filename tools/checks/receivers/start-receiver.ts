import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A receiver of `examples/receivers` in a child process. */
export interface RunningReceiver {
  readonly url: string;
  /** Waits until the receiver logs this event, after its response; returns all processed ids, oldest first. */
  receivedUpTo(id: string): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** @param command starts a receiver, which prints its URL on the first line */
export async function startReceiver(command: readonly string[], keys: readonly string[]): Promise<RunningReceiver> {
  const [program = '', ...args] = command;
  const env = { PATH: process.env.PATH, PORT: '0', WEBHOOK_KEYS: keys.join(' '), PYTHONDONTWRITEBYTECODE: '1' };
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'], env });
  const lines = createInterface({ input: child.stdout });
  const received: string[] = [];
  const [first] = await once(lines, 'line');
  lines.on('line', (line) => received.push(JSON.parse(line).received));
  const receivedUpTo = async (id: string) => {
    while (!received.includes(id)) await once(lines, 'line');
    return received;
  };
  return { url: JSON.parse(first).listening, receivedUpTo, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}
