import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { CodedError } from '../../shared/domain/kit/errors/coded-error';
import { writeFile } from '../support/files/write-file';
import { clientConfig, EMULATOR_REGION, type Emulator } from './emulator';
import { lockLocalRun } from './lock-local-run';
import { REQUIREMENTS_FILE } from './ministack/ministack';
import { endLeftover } from './ministack/ministack-leftover';
import { savedPort } from './ministack/ministack-state';
import { type ChosenTools, chooseTools } from './preflight/choose-tools';
import { preflight } from './preflight/preflight';
import { isInterrupted, onInterrupt } from './processes/interrupts';
import { farewell, forgetSavedStack, isChanging, readSavedStack, type SavedStack, stopAndSave } from './saved-stack';
import { applyStack, leaveOutLacks, type StackOutputs, stackTerraform, synthesize } from './stack';
import { startEmulator } from './start-emulator';

const CARILLON = join(__dirname, '..', '..', '.carillon');
/** Persists between starts: the emulator's state, Terraform's state, the outputs. */
const DIRECTORY = join(CARILLON, 'local');
/** Default outputs of the CLI. */
export const LOCAL_OUTPUTS_FILE = join(DIRECTORY, 'outputs.json');

export interface LocalOutputs extends StackOutputs {
  readonly emulator: Pick<Emulator, 'name' | 'endpoint'>;
}

export interface LocalRun {
  readonly emulator: Emulator;
  readonly outputs: StackOutputs;
  /** Saves the state and ends everything that was started. */
  stop(): Promise<void>;
}

export interface Progress {
  /** A step is done; `seconds` since the step before. */
  step(name: string, result: string): void;
  /** A line within a step. */
  line(line: string): void;
}

/** Runs all steps from the check of the tools to an applied stack. One run per folder: throws `local.already_running`. */
export async function startLocalRun(progress: Progress): Promise<LocalRun> {
  const isLeftover = lockLocalRun(DIRECTORY);
  // Registered first, so it runs last: everything is stopped and saved by then.
  onInterrupt(async () => isInterrupted() && progress.line(farewell(DIRECTORY)));
  const tools = await findTools(progress);
  const stackDirectory = await synthesize(join(DIRECTORY, 'cdktf'));
  progress.step('synth', 'cdk.tf.json and function bundles are written');
  const digest = digestOf(stackDirectory);
  const saved = findSaved(stackDirectory, tools, progress);
  const emulator = await startWhole(saved, stackDirectory, tools, progress);
  const isSaved = saved.holds === digest;
  if (isLeftover && isSaved)
    progress.line('the last run was killed: this one continues from the saved state, and later changes are lost');
  const stop = () => stopAndSave(saved, DIRECTORY, emulator);
  const forget = onInterrupt(stop);
  progress.step(emulator.name, `listens on ${emulator.endpoint}`);
  const outputs = await ensureApplied({ emulator, tools, stackDirectory, saved, isSaved, progress });
  writeOutputs({ ...outputs, emulator: { name: emulator.name, endpoint: emulator.endpoint } });
  saved.holds = digest;
  return { emulator, outputs, stop: () => stop().finally(forget) };
}

/** Starts the emulator with the saved state; if it cannot read all of it, sets the state aside and starts without. */
async function startWhole(
  saved: SavedStack,
  stackDirectory: string,
  tools: ChosenTools,
  progress: Progress,
): Promise<Emulator> {
  const options = { directory: DIRECTORY, pythonDirectory: join(CARILLON, 'python'), persist: true };
  try {
    return await startEmulator(tools, { ...options, log: progress.line });
  } catch (error) {
    if (!(error instanceof CodedError && error.code === 'local.state.unusable')) throw error;
    progress.line(error.message);
    forgetSavedStack(DIRECTORY);
    saved.holds = findSaved(stackDirectory, tools, progress).holds;
    return startEmulator(tools, { ...options, log: progress.line });
  }
}

async function findTools(progress: Progress): Promise<ChosenTools> {
  if ((await endLeftover(DIRECTORY, progress.line)) === 'unknown') forgetSavedStack(DIRECTORY);
  const port = savedPort(DIRECTORY);
  const options = port === undefined ? {} : { savedPort: port };
  const judgement = await preflight(['python', 'terraform', 'docker', 'port'], options);
  const tools = chooseTools(judgement);
  for (const note of judgement.notes) progress.line(note);
  progress.step('tools', `${tools.emulator}, ${tools.terraform}`);
  return tools;
}

/** Digest of the stack, whose JSON holds the digests of the functions' code, and of the emulator's version. */
const digestOf = (stackDirectory: string): string =>
  createHash('sha256')
    .update(readFileSync(join(stackDirectory, 'cdk.tf.json')))
    .update(readFileSync(REQUIREMENTS_FILE))
    .digest('hex');

function findSaved(stackDirectory: string, { emulator }: ChosenTools, progress: Progress): SavedStack {
  const terraformState = join(stackDirectory, 'terraform.tfstate');
  const { holds, place } = readSavedStack(DIRECTORY, terraformState, emulator === 'ministack');
  if (place !== undefined)
    progress.line(
      `the state of the last run cannot be used: it (endpoints, notifications, suppressions) was moved to ${place}, and the stack is applied anew`,
    );
  return { holds };
}

interface ApplyContext {
  readonly emulator: Emulator;
  readonly tools: ChosenTools;
  readonly stackDirectory: string;
  readonly saved: SavedStack;
  /** The saved state holds exactly the stack to apply. */
  readonly isSaved: boolean;
  readonly progress: Progress;
}

async function ensureApplied({ emulator, tools, stackDirectory, saved, isSaved, progress }: ApplyContext) {
  const { terraform } = tools;
  const options = { emulator, terraform, cacheDirectory: join(CARILLON, 'terraform'), report: progress.line };
  if (isSaved) {
    leaveOutLacks(stackDirectory, emulator);
    const outputs = (await stackTerraform(stackDirectory, options).output()) as unknown as StackOutputs;
    if (await answers(emulator, outputs)) {
      progress.step('terraform', 'nothing has changed since the last apply: its state is used');
      return outputs;
    }
    progress.line('the saved stack does not answer, so it is applied again');
  }
  isChanging(saved, DIRECTORY);
  // Otherwise the CLI would use a partly applied stack.
  rmSync(LOCAL_OUTPUTS_FILE, { force: true });
  const { outputs } = await applyStack(stackDirectory, options);
  progress.step('terraform', 'the stack is applied');
  return outputs;
}

async function answers(emulator: Emulator, { topic_arn }: StackOutputs): Promise<boolean> {
  const sns = new SNSClient({ ...clientConfig(emulator), region: EMULATOR_REGION });
  const asked = sns.send(new GetTopicAttributesCommand({ TopicArn: topic_arn }));
  return asked.then(
    () => true,
    () => false,
  );
}

const writeOutputs = (outputs: LocalOutputs): void =>
  writeFile(LOCAL_OUTPUTS_FILE, `${JSON.stringify(outputs, null, 2)}\n`);
