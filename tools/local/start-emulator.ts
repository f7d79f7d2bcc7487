import { type Emulator, MINISTACK_LACKS } from './emulator';
import { startLocalStack } from './localstack/localstack';
import { startMiniStack } from './ministack/ministack';
import type { ChosenTools } from './preflight/choose-tools';

export interface StartOptions {
  /** Holds its state and logs. */
  readonly directory: string;
  /** Holds the Python environment, shared by all starts of a clone. */
  readonly pythonDirectory: string;
  readonly persist: boolean;
  readonly log: (line: string) => void;
}

/** Starts the chosen emulator. MiniStack enforces IAM, so that missing permissions fail here too. */
export async function startEmulator(tools: ChosenTools, options: StartOptions): Promise<Emulator> {
  if (tools.emulator === 'localstack') return startLocalStack();
  const { python, port } = tools;
  const { endpoint, stop } = await startMiniStack({ ...options, python, port, auth: true });
  return { name: 'ministack', endpoint, lacks: MINISTACK_LACKS, stop };
}
