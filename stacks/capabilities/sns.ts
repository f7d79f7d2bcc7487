import { EVENTS } from '../constructs/naming';
import type { Grants } from './grant';
import { allow } from './policies';

export const snsGrants: Grants<'events:raise'> = {
  /** The topic's key, `alias/aws/sns`, needs no statement: its key policy allows every principal of the account that may use SNS. */
  'events:raise': ({ naming }) => ({
    statements: [allow('RaiseEvents', 'sns:Publish', naming.snsArn(EVENTS))],
    variables: { EVENTS_TOPIC_ARN: naming.snsArn(EVENTS) },
  }),
};
