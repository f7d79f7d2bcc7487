import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CodedErrors } from '../report-errors';
import { NOTHING_LACKS } from './emulator';
import { type MiniStack, startMiniStack } from './ministack';
import { preflight } from './preflight';
import { applyStack, type StackOutputs, synthesize } from './stack';

const CARILLON = join(__dirname, '..', '..', '.carillon');

export interface ThrowawayOptions {
  /** Of its folder below `.carillon`, which is emptied first. */
  readonly name: string;
  /** Enforces IAM. */
  readonly auth: boolean;
  readonly log: (line: string) => void;
}

export interface ThrowawayStack {
  readonly emulator: MiniStack;
  readonly outputs: StackOutputs;
}

/** A fresh MiniStack with the real stack applied, for one run. `emulator.stop` ends it, and nothing of it is used again. */
export async function startThrowawayStack({ name, auth, log }: ThrowawayOptions): Promise<ThrowawayStack> {
  const { tools, errors } = await preflight(['python', 'terraform', 'port']);
  const { python, terraform, port } = tools;
  if (!python || !terraform || !port) throw new CodedErrors(errors);
  const directory = join(CARILLON, name);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const starting = startMiniStack({ directory, port, auth, python, pythonDirectory: join(CARILLON, 'python'), log });
  const [emulator, stackDirectory] = await Promise.all([starting, synthesize(join(directory, 'cdktf'))]);
  const cacheDirectory = join(CARILLON, 'terraform');
  const target = { endpoint: emulator.endpoint, lacks: NOTHING_LACKS };
  const { outputs } = await applyStack(stackDirectory, { emulator: target, terraform, cacheDirectory, report: log });
  return { emulator, outputs };
}
