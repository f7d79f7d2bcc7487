import { alarmOnFailedHandover } from '../constructs/handover-alarm';
import { EVENTS, queuesOf } from '../constructs/naming';
import { drainRanges } from '../rules/rules';
import { drainGrant } from './drain-grant';
import { subscribe } from './subscribe';
import type { TriggerKind } from './trigger-kind';

/**
 * A queue that is subscribed to the topic `events`. The function that reads the ledger's stream sends to it too. The
 * function receives from it and sends poison messages to the dead-letter queue.
 */
export const operationalEvents: TriggerKind<'operational-events'> = {
  isDeployed: ({ busEvents }) => busEvents !== 'off',
  queues: queuesOf,
  rules: (trigger) => ({ ranges: drainRanges(trigger) }),
  needs: drainGrant,
  bind: (scope, props) => {
    subscribe(scope, { ...props, topic: { part: EVENTS, arn: props.eventsTopicArn } });
    alarmOnFailedHandover(scope, {
      ...props,
      name: `${props.name}-handover-failed`,
      topic: EVENTS,
      message: 'an operational event',
    });
  },
};
