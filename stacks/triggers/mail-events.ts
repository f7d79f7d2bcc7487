import { MAIL_EVENTS, queuesOf } from '../constructs/naming';
import { drainRanges } from '../rules/rules';
import { drainGrant } from './drain-grant';
import { subscribe } from './subscribe';
import type { TriggerKind } from './trigger-kind';

/**
 * A queue that is subscribed to the topic of mail events. The function receives from it and sends poison messages to the
 * dead-letter queue; it sends nothing to its own queue.
 */
export const mailEvents: TriggerKind<'mail-events'> = {
  queues: queuesOf,
  rules: (trigger) => ({ ranges: drainRanges(trigger) }),
  needs: drainGrant,
  bind: (scope, props) => subscribe(scope, { ...props, topic: { part: MAIL_EVENTS, arn: props.mailEventsTopicArn } }),
};
