import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context, DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import { dynamodbChainWriter } from '../../../shared/aws/dynamodb/dynamodb-chain-writer';
import { requestHandler } from '../../../shared/aws/http/request-handler';
import { jsonLogger } from '../../../shared/lambda/json-logger';
import { lambdaDataKeys } from '../../../shared/lambda/lambda-data-keys';
import { readEnvironment } from '../../../shared/lambda/read-environment';
import { systemClock, systemSleep } from '../../../shared/ports/clock';
import { addressDigestOf } from '../../../shared/runtime/keys/address-digest-of';
import { linkBatch } from './link-batch';
import { linkLater } from './link-later';

const { LEDGER_TABLE, QUEUE_URL } = readEnvironment(['LEDGER_TABLE', 'QUEUE_URL']);
const client = { requestHandler: requestHandler(3_000) };
const dynamodb = new DynamoDBClient(client);
const sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
const keys = lambdaDataKeys(dynamodb);
const send = async (MessageBody: string) => {
  await sqs.send(new SendMessageCommand({ QueueUrl: QUEUE_URL, MessageBody }));
};
const ports = {
  chain: dynamodbChainWriter(dynamodb, LEDGER_TABLE),
  clock: systemClock,
  sleep: systemSleep,
  random: Math.random,
  log: jsonLogger(),
  later: { send },
};

export const handler = async (event: DynamoDBStreamEvent | SQSEvent, context: Context) => {
  // Made by `audit`, which seals by it. Without it nothing can be told from what is forged: what came is to come again.
  const dependencies = { ...ports, digest: await addressDigestOf(keys) };
  return isOfQueue(event)
    ? linkLater(event, dependencies, { remainingMs: () => context.getRemainingTimeInMillis() })
    : linkBatch(event, dependencies);
};

const isOfQueue = (event: DynamoDBStreamEvent | SQSEvent): event is SQSEvent =>
  event.Records.some((record) => 'messageId' in record);
