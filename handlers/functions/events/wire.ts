import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { dynamodbNotes } from '../../../shared/aws/dynamodb/dynamodb-notes';
import { requestHandler } from '../../../shared/aws/http/request-handler';
import { snsPublisher } from '../../../shared/aws/sns/sns-publisher';
import { sqsDeadLetters } from '../../../shared/aws/sqs/sqs-channel-queue';
import type { UnknownTypes } from '../../../shared/catalogue/type-faults';
import { jsonLogger } from '../../../shared/lambda/json-logger';
import { readEnvironment } from '../../../shared/lambda/read-environment';
import { systemClock, systemSleep } from '../../../shared/ports/clock';
import { producerSettings } from '../../../shared/producer/producer-settings';
import { publishOne } from '../../../shared/producer/publish-entries';
import { createEventsHandler } from './events-handler';
import { eventSources } from './sources';

/** Composition root: the Lambda handler, wired from environment variables and AWS clients. */
export function wire() {
  const environment = readEnvironment([
    'DEAD_LETTER_QUEUE_URL',
    'EVENT_RECIPIENTS',
    'EVENT_SOURCES',
    'EVENT_TENANT',
    'LEDGER_RETENTION_DAYS',
    'LEDGER_TABLE',
    'TOPIC_ARN',
    'UNKNOWN_TYPES',
  ]);
  const names = environment.EVENT_SOURCES.split(',');
  const client = { requestHandler: requestHandler(3_000) };
  const table = { tableName: environment.LEDGER_TABLE, retentionDays: Number(environment.LEDGER_RETENTION_DAYS) };
  const sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
  const topic = snsPublisher(new SNSClient(client), environment.TOPIC_ARN);
  const settings = producerSettings({ source: '/events', unknownTypes: environment.UNKNOWN_TYPES as UnknownTypes });
  return createEventsHandler({
    sources: eventSources.filter(({ name }) => names.includes(name)),
    tenant: environment.EVENT_TENANT,
    recipients: environment.EVENT_RECIPIENTS,
    publish: (entry) => publishOne(entry, settings, topic),
    ledger: dynamodbNotes(new DynamoDBClient(client), table),
    queue: sqsDeadLetters(sqs, environment.DEAD_LETTER_QUEUE_URL),
    clock: systemClock,
    sleep: systemSleep,
    log: jsonLogger(),
  });
}
