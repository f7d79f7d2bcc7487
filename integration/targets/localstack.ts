import { LOCALSTACK_LACKS, startLocalStack } from '../../tools/local/localstack';
import type { Target } from './target';

/** LocalStack in Docker by testcontainers. */
export const localstack: Target = {
  name: 'localstack',
  enforcesIam: false,
  unsupportedScenarios: {
    ...LOCALSTACK_LACKS.channels,
    'least-privilege': 'IAM enforcement of LocalStack is paid',
  },
  drifting: {},
  start: () => startLocalStack(),
};
