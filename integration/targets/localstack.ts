import { LOCALSTACK_LACKS, startLocalStack } from '../../tools/local/localstack/localstack';
import type { Target } from './target';

/** LocalStack in Docker by testcontainers. */
export const localstack: Target = {
  name: 'localstack',
  enforcesIam: false,
  unsupportedScenarios: {
    ...LOCALSTACK_LACKS.channels,
    unsubscribe: 'HTTP APIs of LocalStack are paid',
    'web-pages': 'LocalStack checks Origin and Referer by rules of its own, and Host not at all',
    'local-start': 'it starts MiniStack, whatever the target is',
    doctor: 'it is not known which of the calls that describe resources it answers as AWS does',
    'least-privilege': 'IAM enforcement of LocalStack is paid',
  },
  stoodInFor: {
    'feedback of SES':
      'no emulator publishes events of a configuration set: scenarios publish them to the topic, as SES documents them',
  },
  drifting: {},
  prepare: async () => () => startLocalStack(),
};
