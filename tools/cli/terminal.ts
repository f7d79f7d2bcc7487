import { spawn } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { escapeControls } from '../../shared/domain/kit/text/escape-controls';
import { type Clock, systemClock } from '../../shared/ports/clock';

/** What commands need from their process; tests pass a fake. */
export interface Terminal {
  /** Results: one line or several, on standard output. */
  print(text: string): void;
  /** Errors and hints, on standard error. */
  warn(text: string): void;
  readStandardInput(): Promise<Uint8Array>;
  /** Opens a file in the machine's default program. Does not wait, and does not fail if there is none. */
  open(path: string): void;
  sleep(milliseconds: number): Promise<void>;
  readonly clock: Clock;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Base of relative file names. */
  readonly directory: string;
}

export function processTerminal(): Terminal {
  return {
    print: (text) => void process.stdout.write(`${escapeControls(text)}\n`),
    warn: (text) => void process.stderr.write(`${escapeControls(text)}\n`),
    readStandardInput,
    open: openFile,
    sleep: (milliseconds) => setTimeout(milliseconds),
    clock: systemClock,
    variables: process.env,
    directory: callersDirectory(process.env),
  };
}

function openFile(path: string): void {
  const [command = '', ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const opener = spawn(command, [...args, path], { stdio: 'ignore', detached: true });
  opener.on('error', () => process.stderr.write(`found no program to open ${path} with\n`));
  opener.unref();
}

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['explorer'],
};

async function readStandardInput(): Promise<Uint8Array> {
  if (process.stdin.isTTY) process.stderr.write('reading standard input; end it with Ctrl-D\n');
  return buffer(process.stdin);
}

/** `npm run` changes to the package's folder; `INIT_CWD` is the caller's. */
function callersDirectory({ npm_lifecycle_event, INIT_CWD }: NodeJS.ProcessEnv): string {
  return npm_lifecycle_event === 'carillon' && INIT_CWD ? INIT_CWD : process.cwd();
}
