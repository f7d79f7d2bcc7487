import { deadLetterQueues, redriveOf, sourcesOf } from './flow';
import { faultsOf, type Property } from './property';

const FOURTEEN_DAYS_SECONDS = 1_209_600;
/** SQS's default. */
const DEFAULT_RETENTION_SECONDS = 345_600;

interface RedriveAllow {
  readonly redrivePermission?: string;
  readonly sourceQueueArns?: readonly string[];
}

export const deadLetterProperties: readonly Property[] = [
  {
    name: 'a dead-letter queue keeps messages for fourteen days',
    check: (plan) =>
      faultsOf(
        deadLetterQueues(plan),
        ({ message_retention_seconds: seconds = DEFAULT_RETENTION_SECONDS }) =>
          seconds !== FOURTEEN_DAYS_SECONDS && `keeps them for ${seconds} s`,
      ),
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
  },
  {
    name: 'a redrive allow policy admits exactly the sources of a dead-letter queue, and no source to any other queue',
    check: (plan) =>
      faultsOf(plan.all('aws_sqs_queue'), (queue) => {
        const seen = JSON.parse(queue.redrive_allow_policy ?? '{}') as RedriveAllow;
        const sources = sourcesOf(plan, queue);
        const allowed = sources.length > 0 ? 'byQueue' : 'denyAll';
        const same = JSON.stringify(seen.sourceQueueArns ?? []) === JSON.stringify(sources);
        return (seen.redrivePermission !== allowed || !same) && `allows ${JSON.stringify(seen)}`;
      }),
  },
];
