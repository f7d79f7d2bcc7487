import { appendFile } from '../../support/files/write-file';
import { isInterrupted } from '../processes/interrupts';
import { type ProcessEnd, type ProcessOptions, runProcess } from '../processes/processes';
import { type Diagnostic, parseTerraformEvent, type TerraformEvent } from './terraform-events';
import { terraformFailure } from './terraform-failure';
import type { TerraformReporter } from './terraform-reporter';

export interface TerraformCommand {
  readonly binary: string;
  readonly args: readonly string[];
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Exit codes that are no failure. @default only 0 */
  readonly accepted?: readonly number[];
  readonly logFile: string;
}

export interface TerraformOutcome {
  readonly code: number | null;
  readonly events: readonly TerraformEvent[];
}

/** Time for Terraform to finish its current operations and save its state; one queue alone takes 25 seconds. */
const STOP_TIMEOUT_MILLISECONDS = 30_000;
const LAST_LINES = 40;
const INSTALLATION = /^- (Installing|Installed|Using|Reusing)/;

type OnLine = NonNullable<ProcessOptions['onLine']>;

function start({ binary, args, directory, environment }: TerraformCommand, onLine: OnLine): Promise<ProcessEnd> {
  const stopTimeoutMilliseconds = STOP_TIMEOUT_MILLISECONDS;
  return runProcess({ command: binary, args, cwd: directory, env: environment, stopTimeoutMilliseconds, onLine });
}

function check(
  command: TerraformCommand,
  code: number | null,
  events: readonly TerraformEvent[],
  said: readonly string[],
) {
  if (code !== null && (command.accepted ?? [0]).includes(code)) return;
  const diagnostics = events.filter((event): event is Diagnostic => event.kind === 'diagnostic');
  const name = `${command.binary} ${command.args[0]}`;
  throw terraformFailure({ command: name, code, diagnostics, said: said.slice(-LAST_LINES), logFile: command.logFile });
}

/** Runs a command that changes or plans something: reports its events and logs all its output. */
export async function runTerraform(command: TerraformCommand, reporter: TerraformReporter): Promise<TerraformOutcome> {
  const events: TerraformEvent[] = [];
  const said: string[] = [];
  const onLine: OnLine = (line) => {
    appendFile(command.logFile, `${line}\n`);
    const event = parseTerraformEvent(line);
    if (event) events.push(event);
    // After Ctrl-C, Terraform reports what it cancels as failed: noise.
    if (isInterrupted()) return;
    if (event) return reporter.event(event);
    if (!line.startsWith('{')) said.push(line);
    if (INSTALLATION.test(line)) reporter.line(`  ${line.slice(2)}`);
  };
  const { code } = await start(command, onLine).finally(() => reporter.close());
  check(command, code, events, said);
  return { code, events };
}

/** Runs a command with JSON output, which is not logged, because it may hold secrets. */
export async function readTerraform(command: TerraformCommand): Promise<unknown> {
  const lines = { stdout: [] as string[], stderr: [] as string[] };
  const { code } = await start(command, (line, stream) => lines[stream].push(line));
  check(command, code, [], lines.stderr);
  return JSON.parse(lines.stdout.join('\n')) as unknown;
}
