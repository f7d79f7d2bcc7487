import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { dynamodbChainWriter } from '../../../shared/aws/dynamodb/dynamodb-chain-writer';
import { requestHandler } from '../../../shared/aws/http/request-handler';
import { sqsSourceQueue } from '../../../shared/aws/sqs/sqs-channel-queue';
import { jsonLogger } from '../../../shared/lambda/json-logger';
import { lambdaDataKeys } from '../../../shared/lambda/lambda-data-keys';
import { readEnvironment } from '../../../shared/lambda/read-environment';
import { systemClock, systemSleep } from '../../../shared/ports/clock';
import { createLinkHandler } from './link-handler';

/** Composition root: the Lambda handler, wired from environment variables and AWS clients. */
export function wire() {
  const { EVENT_RELAY_QUEUE_URL, EVENTS_SOURCE, LEDGER_TABLE, QUEUE_URL } = readEnvironment([
    'EVENT_RELAY_QUEUE_URL',
    'EVENTS_SOURCE',
    'LEDGER_TABLE',
    'QUEUE_URL',
  ]);
  const client = { requestHandler: requestHandler(3_000) };
  const dynamodb = new DynamoDBClient(client);
  const sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
  const send = async (MessageBody: string) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: QUEUE_URL, MessageBody }));
  };
  const ports = {
    chain: dynamodbChainWriter(dynamodb, LEDGER_TABLE),
    clock: systemClock,
    sleep: systemSleep,
    random: Math.random,
    log: jsonLogger(),
    retries: { send },
    events: { relay: sqsSourceQueue(sqs, EVENT_RELAY_QUEUE_URL, 1), source: EVENTS_SOURCE },
  };
  return createLinkHandler(ports, lambdaDataKeys(dynamodb));
}
