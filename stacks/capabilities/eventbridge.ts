import { EVENT_RELAY, EVENTS } from '../constructs/naming';
import type { Grants } from './grant';
import { allow } from './policies';
import { sendActions } from './sqs';

export const eventBridgeGrants: Grants<'bus:put' | 'events:hand-on'> = {
  'bus:put': ({ naming }) => ({
    statements: [allow('PutEvents', 'events:PutEvents', naming.arn('events', `event-bus/${naming.busName}`))],
    variables: { EVENT_BUS_NAME: naming.busName },
  }),
  /** No permission where no events are put on the bus: the stream then has none for the function, and there is no queue. */
  'events:hand-on': ({ naming, environment }) => ({
    statements:
      environment.busEvents === 'off'
        ? []
        : [allow('HandOnEvents', sendActions(environment), naming.sqsArn(EVENT_RELAY))],
    variables: { EVENT_RELAY_QUEUE_URL: naming.queueUrl(EVENT_RELAY), EVENTS_SOURCE: naming.snsArn(EVENTS) },
  }),
};
