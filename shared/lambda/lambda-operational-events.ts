import { SNSClient } from '@aws-sdk/client-sns';
import { requestHandler } from '../aws/http/request-handler';
import { snsOperationalEvents } from '../aws/sns/sns-operational-events';
import type { OperationalEvents } from '../ports/operational-events';
import { readEnvironment } from './read-environment';

/** Operational events for functions with the capability `events:raise`. */
export function lambdaOperationalEvents(): OperationalEvents {
  const { EVENTS_TOPIC_ARN } = readEnvironment(['EVENTS_TOPIC_ARN']);
  return snsOperationalEvents(new SNSClient({ requestHandler: requestHandler(3_000) }), EVENTS_TOPIC_ARN);
}
