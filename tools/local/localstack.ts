import { LocalstackContainer } from '@testcontainers/localstack';
import type { Emulator } from './emulator';
import { onInterrupt } from './interrupts';

/** The last image that starts without an account. */
export const LOCALSTACK_IMAGE = 'localstack/localstack:4.14.0';

/**
 * Starts LocalStack in a container that Docker removes with this process. `LOCALSTACK_IMAGE` names another image;
 * `LOCALSTACK_AUTH_TOKEN` is passed through for images that ask for one.
 */
export async function startLocalStack(env: NodeJS.ProcessEnv = process.env): Promise<Emulator> {
  const token = env.LOCALSTACK_AUTH_TOKEN;
  const container = await new LocalstackContainer(env.LOCALSTACK_IMAGE ?? LOCALSTACK_IMAGE)
    .withEnvironment({ ...(token && { LOCALSTACK_AUTH_TOKEN: token }), LAMBDA_RUNTIME_ENVIRONMENT_TIMEOUT: '60' })
    .withStartupTimeout(180_000)
    .start();
  const stop = async () => void (await container.stop());
  const forget = onInterrupt(stop);
  const endpoint = container.getConnectionUri();
  return {
    name: 'localstack',
    endpoint,
    stop: async () => {
      forget();
      await stop();
    },
  };
}
