import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { LambdaFunctionRecursionConfig } from '@cdktf/provider-aws/lib/lambda-function-recursion-config';
import { Construct } from 'constructs';
import { INBOX } from '../../shared/domain/import/upload-key';
import { allowRulesToSend } from '../capabilities/policies';
import { deadLetterQueue, sourceQueue, UPLOADS } from '../constructs/naming';
import { UploadAlarms } from '../constructs/upload-alarms';
import { addDrainedQueue } from './drained-queue';
import { addEventSource } from './event-source';
import { RETRY_POLICY } from './rule-queues';
import type { BindProps } from './trigger-kind';

/**
 * EventBridge rule that sends the events of files in the inbox to a queue, which the function drains. EventBridge tries for
 * a day, its maximum, and dead-letters what the queue did not take.
 *
 * @see Amazon S3 User Guide, "Using EventBridge"
 */
export class UploadQueue extends Construct {
  constructor(scope: Construct, id: string, props: BindProps<'uploads'>) {
    super(scope, id);
    const { naming, name, lambda, trigger } = props;
    const [source, dlq] = [sourceQueue(name), deadLetterQueue(name)].map(naming.sqsArn) as [string, string];
    const ruleMaySend = (queueArn: string) => [allowRulesToSend(queueArn, [naming.ruleArn(name)])];
    const queue = addDrainedQueue(this, { ...props, queue: trigger.queue }, ruleMaySend(source), ruleMaySend(dlq));
    const rule = new CloudwatchEventRule(this, 'rule', {
      name: naming.name(name),
      description: `tells ${name} of files in the inbox`,
      eventPattern: JSON.stringify(uploadsOf(naming.bucketName(UPLOADS))),
    });
    new CloudwatchEventTarget(this, 'target', {
      rule: rule.name,
      arn: queue.arn,
      retryPolicy: RETRY_POLICY,
      deadLetterConfig: { arn: dlq },
    });
    addEventSource(this, lambda, { ...trigger, queue, tuning: trigger.queue });
    // A large file takes more invocations in a row than Lambda allows a loop. Each ends with progress, or sends nothing.
    new LambdaFunctionRecursionConfig(this, 'recursion', {
      functionName: lambda.function.functionName,
      recursiveLoop: 'Allow',
    });
    new UploadAlarms(this, 'alarms', { ...props, logGroupName: lambda.logGroup.name });
  }
}

/** Only the inbox: results are objects of the bucket too. */
const uploadsOf = (bucket: string) => ({
  source: ['aws.s3'],
  'detail-type': ['Object Created'],
  detail: { bucket: { name: [bucket] }, object: { key: [{ prefix: INBOX }] } },
});
