import { startLocalStack } from '../../tools/local/localstack';
import type { Target } from './target';

const NO_SESV2 = 'LocalStack 4.14 has SES v1 only; SESv2 is paid';
const LOOPBACK =
  "LocalStack's functions run in containers, whose loopback is not this host's, and Carillon posts to no private address";

/** LocalStack in Docker by testcontainers. */
export const localstack: Target = {
  name: 'localstack',
  enforcesIam: false,
  unsupportedResources: {
    aws_sesv2_configuration_set: NO_SESV2,
    aws_sesv2_email_identity: NO_SESV2,
  },
  unsupportedScenarios: {
    webhook: LOOPBACK,
    'least-privilege': 'IAM enforcement of LocalStack is paid',
  },
  drifting: {},
  start: () => startLocalStack(),
};
