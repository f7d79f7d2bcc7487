import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { CodedErrors } from '../support/report-errors';
import { MINISTACK_LACKS } from './emulator';
import { type MiniStack, startMiniStack } from './ministack/ministack';
import { preflight } from './preflight/preflight';
import { applyStack, type StackOutputs, synthesize } from './stack';

const CARILLON = join(__dirname, '..', '..', '.carillon');

export interface ThrowawayOptions {
  /** Name of its folder below `.carillon`. */
  readonly name: string;
  /** Enforces IAM. */
  readonly auth: boolean;
  readonly log: (line: string) => void;
}

export interface ThrowawayStack {
  readonly emulator: MiniStack;
  readonly outputs: StackOutputs;
}

/** A fresh MiniStack with the real stack applied, for one run. `emulator.stop` ends it; its state is not reused. */
export async function startThrowawayStack({ name, auth, log }: ThrowawayOptions): Promise<ThrowawayStack> {
  const { tools, errors } = await preflight(['python', 'terraform', 'port']);
  const { python, terraform, port } = tools;
  if (!python || !terraform || !port) throw new CodedErrors(errors);
  const directory = join(CARILLON, name);
  const emulator = await startMiniStack({
    directory,
    port,
    auth,
    python,
    pythonDirectory: join(CARILLON, 'python'),
    log,
  });
  try {
    return { emulator, outputs: await applyTo(emulator, directory, terraform, log) };
  } catch (error) {
    await emulator.stop();
    throw error;
  }
}

async function applyTo({ endpoint }: MiniStack, directory: string, terraform: string, report: (line: string) => void) {
  const synthesized = join(directory, 'cdktf');
  rmSync(synthesized, { recursive: true, force: true });
  const stackDirectory = await synthesize(synthesized);
  const emulator = { endpoint, lacks: MINISTACK_LACKS };
  const cacheDirectory = join(CARILLON, 'terraform');
  return (await applyStack(stackDirectory, { emulator, terraform, cacheDirectory, report })).outputs;
}
