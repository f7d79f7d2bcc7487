import { startLocalStack } from '../../tools/local/localstack/localstack';
import { preflight } from '../../tools/local/preflight/preflight';
import { CodedErrors } from '../../tools/support/report-errors';
import { LOCALSTACK } from './products';
import type { Target } from './target';

const traits = {
  ...LOCALSTACK.traits,
  abilities: {
    ...LOCALSTACK.traits.abilities,
    guard: 'LocalStack checks Origin and Referer by rules of its own, and Host not at all',
    'own-start': 'it starts MiniStack, whatever the target is',
    iam: 'IAM enforcement of LocalStack is paid',
  },
};

/** LocalStack in Docker, started by Testcontainers. */
export const localstack: Target = {
  name: 'localstack',
  folder: () => 'localstack',
  prepare: async () => {
    const { errors } = await preflight(['docker']);
    if (errors.length > 0) throw new CodedErrors(errors);
    return async () => ({ ...LOCALSTACK, traits, emulator: await startLocalStack() });
  },
};
