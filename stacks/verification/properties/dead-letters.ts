import { deadLetterQueues, redriveOf, sourcesOf } from './flow';
import { set, setJson, unset } from './mutations';
import { faultsOf, type Property } from './property';

const FOURTEEN_DAYS_SECONDS = 1_209_600;
const THIRTEEN_DAYS_SECONDS = 1_123_200;
/** Of SQS, where none is set. */
const DEFAULT_RETENTION_SECONDS = 345_600;

interface RedriveAllow {
  readonly redrivePermission?: string;
  readonly sourceQueueArns?: readonly string[];
}

const ALLOW_ALL = JSON.stringify({ redrivePermission: 'allowAll' });

export const deadLetterProperties: readonly Property[] = [
  {
    name: 'a dead-letter queue keeps messages for fourteen days',
    check: (plan) =>
      faultsOf(
        deadLetterQueues(plan),
        ({ message_retention_seconds: seconds = DEFAULT_RETENTION_SECONDS }) =>
          seconds !== FOURTEEN_DAYS_SECONDS && `keeps them for ${seconds} s`,
      ),
    brokenBy: {
      'the default': unset('aws_sqs_queue', 'email_dlq', 'message_retention_seconds'),
      'thirteen days, of a subscription': set('aws_sqs_queue', 'email_subscription_dlq', {
        message_retention_seconds: THIRTEEN_DAYS_SECONDS,
      }),
    },
  },
  {
    name: 'a dead-letter queue keeps messages for longer than its source, because their age goes with them',
    check: (plan) =>
      faultsOf(plan.all('aws_sqs_queue'), (queue) => {
        const target = plan.queueByArn(redriveOf(queue).deadLetterTargetArn)?.body;
        const seconds = queue.message_retention_seconds ?? DEFAULT_RETENTION_SECONDS;
        const targetSeconds = target?.message_retention_seconds ?? DEFAULT_RETENTION_SECONDS;
        return target !== undefined && targetSeconds <= seconds && `keeps ${seconds} s, its target ${targetSeconds} s`;
      }),
    brokenBy: {
      'a source that keeps as long': set('aws_sqs_queue', 'email_queue', {
        message_retention_seconds: FOURTEEN_DAYS_SECONDS,
      }),
    },
  },
  {
    name: 'only its own sources may dead-letter into a queue, and where there are none, nobody',
    check: (plan) =>
      faultsOf(plan.all('aws_sqs_queue'), (queue) => {
        const seen = JSON.parse(queue.redrive_allow_policy ?? '{}') as RedriveAllow;
        const sources = sourcesOf(plan, queue);
        const allowed = sources.length > 0 ? 'byQueue' : 'denyAll';
        const same = JSON.stringify(seen.sourceQueueArns ?? []) === JSON.stringify(sources);
        return (seen.redrivePermission !== allowed || !same) && `allows ${JSON.stringify(seen)}`;
      }),
    brokenBy: {
      'no policy on a dead-letter queue': unset('aws_sqs_queue', 'email_dlq', 'redrive_allow_policy'),
      'no policy on a source': unset('aws_sqs_queue', 'email_queue', 'redrive_allow_policy'),
      everybody: set('aws_sqs_queue', 'email_dlq', { redrive_allow_policy: ALLOW_ALL }),
      'everybody, of a subscription': set('aws_sqs_queue', 'email_subscription_dlq', {
        redrive_allow_policy: ALLOW_ALL,
      }),
      'one source more': setJson('aws_sqs_queue', 'email_dlq', 'redrive_allow_policy', {
        sourceQueueArns: ['email', 'webhook'].map(
          (name) => `arn:aws:sqs:eu-central-1:111122223333:carillon-prod-${name}`,
        ),
      }),
    },
  },
];
