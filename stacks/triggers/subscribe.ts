import type { Construct } from 'constructs';
import { ConsumerAlarms } from '../constructs/consumer-alarms';
import { SubscribedQueues, type SubscribedQueuesProps } from '../constructs/subscribed-queues';
import { addEventSource } from './event-source';
import type { BindProps } from './trigger-kind';

type SubscribeProps = BindProps<'mail-events' | 'operational-events'> & Pick<SubscribedQueuesProps, 'topic'>;

/** Subscribes a queue to a topic, which the function drains, with the alarms of both. */
export function subscribe(scope: Construct, { trigger, lambda, ...props }: SubscribeProps): void {
  const { queue: tuning, maximumConcurrency } = trigger;
  const { source: queue } = new SubscribedQueues(scope, 'queues', { ...props, queue: tuning });
  addEventSource(scope, lambda, { queue, tuning, maximumConcurrency });
  new ConsumerAlarms(scope, 'alarms', { ...props, logGroupName: lambda.logGroup.name });
}
