import { EVENT_RELAY, EVENTS } from '../constructs/naming';
import type { Grants } from './grant';
import { allow } from './policies';
import { sendActions } from './sqs';

export const eventBridgeGrants: Grants<'bus:put' | 'events:hand-on'> = {
  'bus:put': ({ naming }) => ({
    statements: [allow('PutEvents', 'events:PutEvents', naming.arn('events', `event-bus/${naming.busName}`))],
    variables: { EVENT_BUS_NAME: naming.busName },
  }),
  /** Nothing where no events are put on the bus: there is no queue to send to. */
  'events:hand-on': ({ naming, environment }) =>
    environment.busEvents === 'off'
      ? { statements: [], variables: {} }
      : {
          statements: [allow('HandOnEvents', sendActions(environment), naming.sqsArn(EVENT_RELAY))],
          variables: { EVENT_RELAY_QUEUE_URL: naming.queueUrl(EVENT_RELAY), EVENTS_SOURCE: naming.snsArn(EVENTS) },
        },
};
