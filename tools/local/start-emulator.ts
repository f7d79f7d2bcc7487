import { type Emulator, MINISTACK_LACKS } from './emulator';
import { startLocalStack } from './localstack/localstack';
import { startMiniStack } from './ministack/ministack';
import type { ChosenTools } from './preflight/choose-tools';

export interface StartOptions {
  /** For its state and logs. */
  readonly directory: string;
  /** For the Python environment, which all starts of a clone share. */
  readonly pythonDirectory: string;
  readonly persist: boolean;
  readonly log: (line: string) => void;
}

/** Starts the emulator that was chosen; MiniStack with IAM enforced, so that what runs here has the permissions to. */
export async function startEmulator(tools: ChosenTools, options: StartOptions): Promise<Emulator> {
  if (tools.emulator === 'localstack') return startLocalStack();
  const { python, port } = tools;
  const { endpoint, stop } = await startMiniStack({ ...options, python, port, auth: true });
  return { name: 'ministack', endpoint, lacks: MINISTACK_LACKS, stop };
}
