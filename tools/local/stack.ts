import { join } from 'node:path';
import { CodedError } from '../../shared/domain/kit/errors/coded-error';
import { EMULATOR_REGION, type Emulator } from './emulator';
import { runProcess } from './processes/processes';
import { createTerraform } from './terraform/terraform';
import { emulatorEnvironment } from './terraform/terraform-environment';
import { removeResources } from './terraform/without-resources';

const ROOT = join(__dirname, '..', '..');

/** The outputs of an applied stack that local runs, the CLI and scenarios use. */
export interface StackOutputs {
  readonly topic_arn: string;
  readonly region: string;
  readonly ledger_table: string;
  readonly directory_table: string;
  readonly listing_table: string;
  readonly data_key_arn: string;
  readonly attachments_bucket: string;
  /** Undefined if the stack was applied by a version without this output. */
  readonly uploads_bucket?: string;
  readonly audit_bucket: string;
  readonly audit_key_arn: string;
  /** Undefined if the target has no SESv2. */
  readonly mail_identity?: string;
  readonly events_topic_arn: string;
  readonly event_bus_name: string;
  readonly mail_events_topic_arn: string;
  readonly unsubscribe_url: string;
  /** Undefined if the target has no HTTP APIs. */
  readonly api_url?: string;
  /** Undefined if the stack was applied by a version without this output: 443. */
  readonly webhook_ports?: string;
  /** `refuse` or `allow`; undefined if the stack was applied by a version without this output. */
  readonly unknown_types?: string;
}

export interface ApplyOptions {
  readonly emulator: Pick<Emulator, 'endpoint' | 'lacks'>;
  /** A command or path of Terraform or OpenTofu. */
  readonly terraform: string;
  /** Shared by all stacks of a clone. */
  readonly cacheDirectory: string;
  readonly report: (line: string) => void;
}

/**
 * Bundles and synthesizes `local`, as `npm run synth` does, into `directory`.
 *
 * @param variables of the environment, such as `CARILLON_LOCAL_ISSUER`. @default none
 * @returns the folder of the stack's `cdk.tf.json`
 */
export async function synthesize(directory: string, variables: Readonly<Record<string, string>> = {}): Promise<string> {
  await runScript('tools/build/bundle.ts', {});
  await runScript('main.ts', { ...variables, CDKTF_OUTDIR: directory, CARILLON_ENV: 'local' });
  return join(directory, 'stacks', 'local');
}

export const stackTerraform = (
  directory: string,
  {
    emulator,
    terraform,
    cacheDirectory,
    report,
  }: Omit<ApplyOptions, 'emulator'> & { emulator: Pick<Emulator, 'endpoint'> },
) =>
  createTerraform({
    binary: terraform,
    directory,
    cacheDirectory,
    report,
    env: emulatorEnvironment(emulator.endpoint, EMULATOR_REGION),
  });

/** Removes what the emulator lacks from the stack's folder. */
export const leaveOutLacks = (directory: string, { lacks }: Pick<Emulator, 'lacks'>): void =>
  removeResources(directory, Object.keys(lacks.resources));

export async function applyStack(directory: string, options: ApplyOptions): Promise<{ outputs: StackOutputs }> {
  leaveOutLacks(directory, options.emulator);
  const terraform = stackTerraform(directory, options);
  await terraform.init();
  await terraform.apply();
  return { outputs: (await terraform.output()) as unknown as StackOutputs };
}

async function runScript(script: string, variables: Readonly<Record<string, string>>): Promise<void> {
  const lines: string[] = [];
  const { code } = await runProcess({
    command: process.execPath,
    args: ['--require', 'tsx/cjs', join(ROOT, script)],
    cwd: ROOT,
    env: { ...process.env, ...variables },
    onLine: (line) => void lines.push(line),
  });
  if (code === 0) return;
  throw new CodedError('local.synth.failed', [`${script} failed`, ...lines].join('\n'), 'fix what the output names');
}
