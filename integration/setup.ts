import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFile } from '../tools/files/write-file';
import type { Emulator } from '../tools/local/emulator';
import { endLeftover } from '../tools/local/ministack/ministack-leftover';
import { preflight } from '../tools/local/preflight/preflight';
import { lockDirectory, lockFileOf } from '../tools/local/processes/directory-lock';
import { applyStack, synthesize } from '../tools/local/stack';
import { CodedErrors, withoutStack } from '../tools/report-errors';
import { type TargetState, targetDirectory, targetStateFile } from './target-state';
import { chooseTarget } from './targets';
import type { Target } from './targets/target';

const CARILLON = join(__dirname, '..', '.carillon');
const log = (line: string) => process.stdout.write(`  ${line}\n`);

export default (): Promise<void> => withoutStack(setup);

/** Starts the target, applies the real stack to it, and leaves for the scenarios where it is. */
async function setup(): Promise<void> {
  const target = chooseTarget(process.env.CARILLON_TARGET);
  const directory = targetDirectory(target.name);
  process.on('exit', lockDirectory(directory));
  await endLeftover(directory, log);
  const [terraform, start] = [await requireTerraform(), await target.prepare()];
  log(`integration target: ${target.name}`);
  clearDirectory(directory);
  const starting = start({ directory, pythonDirectory: join(CARILLON, 'python'), log });
  const [emulator, stackDirectory] = await Promise.all([starting, synthesize(join(directory, 'cdktf'))]);
  globalThis.stopTarget = emulator.stop;
  announce(target, emulator);
  const cacheDirectory = join(CARILLON, 'terraform');
  const { outputs } = await applyStack(stackDirectory, { emulator, terraform, cacheDirectory, report: log });
  const { name, endpoint } = emulator;
  const state: TargetState = { name, endpoint, terraform, stackDirectory, cacheDirectory, outputs };
  writeFile(targetStateFile(), JSON.stringify(state));
}

declare global {
  var stopTarget: (() => Promise<unknown>) | undefined;
}

/** All that the last run left. */
function clearDirectory(directory: string): void {
  const files = readdirSync(directory).map((name) => join(directory, name));
  for (const file of files.filter((path) => path !== lockFileOf(directory))) rmSync(file, { recursive: true });
}

async function requireTerraform(): Promise<string> {
  const { tools, errors } = await preflight(['terraform']);
  if (tools.terraform === undefined) throw new CodedErrors(errors);
  return tools.terraform;
}

function announce({ unsupportedScenarios, stoodInFor }: Target, { lacks }: Emulator): void {
  const without = { ...lacks.resources, ...unsupportedScenarios };
  for (const [what, reason] of Object.entries(without)) log(`without ${what}: ${reason}`);
  for (const [what, reason] of Object.entries(stoodInFor)) log(`${what} is stood in for: ${reason}`);
}
