import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { eventBridgeBus } from '../../../shared/aws/eventbridge/eventbridge-bus';
import { requestHandler } from '../../../shared/aws/http/request-handler';
import { sqsDeadLetters } from '../../../shared/aws/sqs/sqs-channel-queue';
import { jsonLogger } from '../../../shared/lambda/json-logger';
import { readEnvironment } from '../../../shared/lambda/read-environment';
import { systemSleep } from '../../../shared/ports/clock';
import { createRelayHandler } from './relay-handler';

/** Composition root: the Lambda handler, wired from environment variables and AWS clients. */
export function wire() {
  const { DEAD_LETTER_QUEUE_URL, EVENT_BUS_NAME } = readEnvironment(['DEAD_LETTER_QUEUE_URL', 'EVENT_BUS_NAME']);
  const client = { requestHandler: requestHandler(3_000) };
  return createRelayHandler({
    bus: eventBridgeBus(new EventBridgeClient(client), EVENT_BUS_NAME),
    queue: sqsDeadLetters(new SQSClient({ ...client, useQueueUrlAsEndpoint: false }), DEAD_LETTER_QUEUE_URL),
    sleep: systemSleep,
    log: jsonLogger(),
  });
}
