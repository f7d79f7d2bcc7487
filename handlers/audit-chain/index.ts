import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context, DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import { dynamodbChainWriter } from '../../shared/aws/dynamodb-chain-writer';
import { lambdaDataKeys } from '../../shared/aws/lambda-data-keys';
import { requestHandler } from '../../shared/aws/request-handler';
import { systemClock, systemSleep } from '../../shared/ports/clock';
import { addressDigestOf } from '../../shared/runtime/address-digest-of';
import { jsonLogger } from '../../shared/runtime/json-logger';
import { readEnvironment } from '../../shared/runtime/read-environment';
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
  ...{ clock: systemClock, sleep: systemSleep, random: Math.random, log: jsonLogger(), later: { send } },
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
