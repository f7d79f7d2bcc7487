import { EVENTS, NOTIFICATIONS } from '../constructs/naming';
import type { Environment } from '../environment';
import type { Grants } from './grant';
import { allow } from './policies';

export const snsGrants: Grants<'events:raise' | 'notifications:publish'> = {
  /** The topic's key, `alias/aws/sns`, needs no statement: its key policy allows every principal of the account that may use SNS. */
  'events:raise': ({ naming }) => ({
    statements: [allow('RaiseEvents', 'sns:Publish', naming.snsArn(EVENTS))],
    variables: { EVENTS_TOPIC_ARN: naming.snsArn(EVENTS) },
  }),
  'notifications:publish': ({ naming, environment }) => ({
    statements: [allow('PublishNotifications', publishActions(environment), naming.snsArn(NOTIFICATIONS))],
    variables: { TOPIC_ARN: naming.snsArn(NOTIFICATIONS), UNKNOWN_TYPES: environment.unknownTypes },
  }),
};

/** Emulators check `sns:PublishBatch`, an action that AWS IAM does not have. */
const publishActions = ({ emulatedIam }: Environment): string | string[] =>
  emulatedIam ? ['sns:Publish', 'sns:PublishBatch'] : 'sns:Publish';
