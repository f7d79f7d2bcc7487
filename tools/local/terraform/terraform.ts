import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { writeFile } from '../../support/files/write-file';
import { providerInstallation } from './provider-installation';
import { readTerraform, runTerraform, type TerraformOutcome } from './terraform-command';
import { terraformEnvironment } from './terraform-environment';
import type { ChangeCounts, PlannedChange, SummaryEvent } from './terraform-events';
import { createTerraformReporter } from './terraform-reporter';

export interface TerraformOptions {
  /** A command or path of Terraform or OpenTofu 1.10 or later. */
  readonly binary: string;
  /** Holds the stack's `*.tf.json`. */
  readonly directory: string;
  /** Receives the plugin cache or CLI configuration, and `terraform.log`: what the commands since `init` wrote. */
  readonly cacheDirectory: string;
  /** Variables of every command, such as those of `emulatorEnvironment`. */
  readonly env: Readonly<Record<string, string>>;
  /** Receives one line of progress at a time. */
  readonly report: (line: string) => void;
}

export interface Plan {
  /** Whether an apply would change anything: resources or outputs. */
  readonly changed: boolean;
  /** `action` is `create`, `update`, `delete` or `replace`. */
  readonly changes: readonly { readonly address: string; readonly action: string }[];
}

/**
 * The commands of one stack. Each throws `local.terraform.failed` with Terraform's own words when it fails, and is
 * stopped when this process is interrupted.
 */
export interface Terraform {
  /** Installs the providers. Takes about a second if they are installed. */
  init(): Promise<void>;
  /** Needs no approval. Returns the numbers of changes made. */
  apply(): Promise<ChangeCounts>;
  destroy(): Promise<ChangeCounts>;
  /** What an apply would do. Writes the plan to `out` when given, a path relative to the stack's directory. */
  plan(options?: { readonly out?: string }): Promise<Plan>;
  /** The values of all outputs by name, the sensitive ones too. */
  output(): Promise<Readonly<Record<string, unknown>>>;
  /** The state, or a written plan, as in https://developer.hashicorp.com/terraform/internals/json-format */
  show(planFile?: string): Promise<unknown>;
}

type Run = (args: readonly string[], settings?: Settings) => Promise<TerraformOutcome>;

interface Settings {
  readonly accepted?: readonly number[];
  readonly variables?: Readonly<Record<string, string>>;
}

/** 30 concurrent operations in place of 10, because most of the time is spent waiting. */
const CHANGE = ['-input=false', '-json', '-parallelism=30'];
/** Reconfigures without a question, because the backend's path moves with the clone. */
const INIT = ['init', '-input=false', '-no-color', '-reconfigure'];
const DETAILED_EXIT_CODES = { unchanged: 0, changed: 2 };

async function change(run: Run, command: 'apply' | 'destroy'): Promise<ChangeCounts> {
  const { events } = await run([command, '-auto-approve', ...CHANGE]);
  const summaries = events.filter((event): event is SummaryEvent => event.kind === 'summary');
  return summaries.find(({ operation }) => operation === command)?.counts ?? { add: 0, change: 0, remove: 0 };
}

async function plan(run: Run, out?: string): Promise<Plan> {
  const args = ['plan', '-detailed-exitcode', ...CHANGE, ...(out === undefined ? [] : [`-out=${out}`])];
  const { code, events } = await run(args, { accepted: Object.values(DETAILED_EXIT_CODES) });
  const changes = events.filter((event): event is PlannedChange => event.kind === 'planned');
  return {
    changed: code === DETAILED_EXIT_CODES.changed,
    changes: changes.map(({ address, action }) => ({ address, action })),
  };
}

async function output(read: (args: readonly string[]) => Promise<unknown>): Promise<Record<string, unknown>> {
  const outputs = (await read(['output', '-json'])) as Record<string, { readonly value: unknown }>;
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
}

/** Upgrades a lock file of an older provider version: the stack pins the version to install. */
async function init(run: Run, variables: Readonly<Record<string, string>>): Promise<void> {
  try {
    await run(INIT, { variables });
  } catch (error) {
    if (!(error instanceof CodedError) || !error.message.includes('init -upgrade')) throw error;
    await run([...INIT, '-upgrade'], { variables });
  }
}

export function createTerraform(options: TerraformOptions): Terraform {
  const { binary, directory, cacheDirectory, report } = options;
  mkdirSync(cacheDirectory, { recursive: true });
  const environment = terraformEnvironment(process.env, options.env);
  const base = { binary, directory, environment, logFile: join(cacheDirectory, 'terraform.log') };
  const run: Run = (args, { variables, ...settings } = {}) =>
    runTerraform(
      { ...base, ...settings, args, environment: { ...environment, ...variables } },
      createTerraformReporter(report),
    );
  const read = (args: readonly string[]) => readTerraform({ ...base, args });
  return {
    init: () => {
      writeFile(base.logFile, '');
      return init(run, providerInstallation({ environment, directory, cacheDirectory }));
    },
    apply: () => change(run, 'apply'),
    destroy: () => change(run, 'destroy'),
    plan: ({ out } = {}) => plan(run, out),
    output: () => output(read),
    show: (planFile) => read(['show', '-json', ...(planFile === undefined ? [] : [planFile])]),
  };
}
