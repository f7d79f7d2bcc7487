import { chooseTools } from '../../tools/local/preflight/choose-tools';
import { preflight } from '../../tools/local/preflight/preflight';
import { startEmulator } from '../../tools/local/start-emulator';
import { MINISTACK } from './products';
import type { Target } from './target';

/** MiniStack with `AUTH=true`: every scenario runs under the IAM policies of the stack. */
export const ministack: Target = {
  name: 'ministack',
  folder: () => 'ministack',
  prepare: async () => {
    const tools = chooseTools(await preflight(['python', 'terraform', 'port']));
    return async (options) => ({ ...MINISTACK, emulator: await startEmulator(tools, { ...options, persist: false }) });
  },
};
