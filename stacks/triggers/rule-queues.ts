import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';
import type { EventSource } from '../../shared/domain/manifest/event-source';
import { allowRulesToSend, type Statement } from '../capabilities/policies';
import { ruleDeadLetterQueue, sourceQueue } from '../constructs/naming';
import { DEAD_LETTER_RETENTION_SECONDS, queueConfig, redriveAllow } from '../constructs/queue-config';
import { addDrainedQueue, type DrainedQueueProps } from './drained-queue';

export interface RuleQueuesProps extends DrainedQueueProps {
  /** Name of the environment's event bus, as a reference. */
  readonly busName: string;
  /** Sources that are switched on; one or more. */
  readonly sources: readonly EventSource[];
}

/** EventBridge's maximum, which is its default: SQS is rarely unavailable, and an event is worth a day of retries. */
export const RETRY_POLICY = { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 } as const;

/**
 * A source queue that EventBridge rules send to, its dead-letter queue, and that of the rules for events that EventBridge
 * could not hand over: retried for a day, or refused by the queue.
 *
 * @see Amazon EventBridge User Guide, "Using dead-letter queues to process undelivered events"
 */
export class RuleQueues extends Construct {
  readonly source: SqsQueue;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RuleQueuesProps,
  ) {
    super(scope, id);
    const { naming, environment, name } = props;
    const part = ruleDeadLetterQueue(name);
    this.source = addDrainedQueue(this, props, [this.rulesMaySendTo(sourceQueue(name))]);
    const deadLetters = new SqsQueue(this, 'rule_dlq', {
      ...queueConfig(part, { naming, environment, statements: [this.rulesMaySendTo(part)] }),
      messageRetentionSeconds: DEAD_LETTER_RETENTION_SECONDS,
      redriveAllowPolicy: redriveAllow([]),
    });
    for (const source of props.sources) this.addRule(source, deadLetters);
  }

  private addRule({ name, description, bus, pattern }: EventSource, deadLetters: SqsQueue): void {
    const { naming, busName } = this.props;
    const id = name.replaceAll('-', '_');
    const onBus = bus === 'carillon' ? { eventBusName: busName } : {};
    const rule = new CloudwatchEventRule(this, `rule_${id}`, {
      name: naming.name(this.ruleName(name)),
      description,
      eventPattern: JSON.stringify(pattern),
      ...onBus,
    });
    new CloudwatchEventTarget(this, `target_${id}`, {
      rule: rule.name,
      ...onBus,
      arn: this.source.arn,
      retryPolicy: RETRY_POLICY,
      deadLetterConfig: { arn: deadLetters.arn },
    });
  }

  private ruleName = (source: string): string => `${this.props.name}-${source}`;

  private rulesMaySendTo(part: string): Statement {
    const { naming, sources } = this.props;
    const arns = sources.map(({ name, bus }) =>
      bus === 'carillon' ? naming.busRuleArn(this.ruleName(name)) : naming.ruleArn(this.ruleName(name)),
    );
    return allowRulesToSend(naming.sqsArn(part), arns);
  }
}
