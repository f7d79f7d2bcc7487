import { SNSClient } from '@aws-sdk/client-sns';
import type { OperationalEvents } from '../ports/operational-events';
import { readEnvironment } from '../runtime/read-environment';
import { requestHandler } from './request-handler';
import { snsOperationalEvents } from './sns-operational-events';

/** For functions with the capability `events:raise`. */
export function lambdaOperationalEvents(): OperationalEvents {
  const { EVENTS_TOPIC_ARN } = readEnvironment(['EVENTS_TOPIC_ARN']);
  return snsOperationalEvents(new SNSClient({ requestHandler: requestHandler(3_000) }), EVENTS_TOPIC_ARN);
}
