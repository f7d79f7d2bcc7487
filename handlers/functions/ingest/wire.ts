import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { ulid } from 'ulid';
import { requestHandler } from '../../../shared/aws/http/request-handler';
import { s3ImportRecords, s3RejectedPages, s3Uploads } from '../../../shared/aws/s3/s3-uploads';
import { snsTopic } from '../../../shared/aws/sns/sns-topic';
import { sqsChannelQueue } from '../../../shared/aws/sqs/sqs-channel-queue';
import type { UnknownTypes } from '../../../shared/catalogue/type-faults';
import { jsonLogger } from '../../../shared/lambda/json-logger';
import { readEnvironment } from '../../../shared/lambda/read-environment';
import { importSettings } from '../../../shared/operations/import/import-settings';
import { runImport } from '../../../shared/operations/import/run-import';
import { systemClock, systemSleep } from '../../../shared/ports/clock';
import { deployedChannels as channels } from '../../../shared/producer/deployed-channels';
import { createIngestHandler } from './ingest-handler';

/** Composition root: the Lambda handler, wired from environment variables and AWS clients. */
export function wire() {
  const { UPLOADS_BUCKET, TOPIC_ARN, UNKNOWN_TYPES, QUEUE_URL, DEAD_LETTER_QUEUE_URL } = readEnvironment([
    'UPLOADS_BUCKET',
    'TOPIC_ARN',
    'UNKNOWN_TYPES',
    'QUEUE_URL',
    'DEAD_LETTER_QUEUE_URL',
  ]);
  const client = { requestHandler: requestHandler(5_000) };
  // Path-style addressing: an emulator's endpoint does not resolve bucket host names, and AWS accepts both styles.
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
  const [clock, sleep, log] = [systemClock, systemSleep, jsonLogger()];
  const unknownTypes = UNKNOWN_TYPES as UnknownTypes;
  const ports = {
    uploads: s3Uploads(s3, UPLOADS_BUCKET),
    records: s3ImportRecords(s3, UPLOADS_BUCKET),
    pages: s3RejectedPages(s3, UPLOADS_BUCKET),
    topic: snsTopic(new SNSClient(client), TOPIC_ARN),
    settingsOf: (tenant: string) => importSettings(tenant, { unknownTypes, clock, channels }),
    newOwner: () => ulid(),
    sleep: async (milliseconds: number) => void (await sleep(milliseconds)),
    clock,
    log,
  };
  return createIngestHandler({
    queue: sqsChannelQueue(sqs, { queueUrl: QUEUE_URL, deadLetterQueueUrl: DEAD_LETTER_QUEUE_URL }),
    run: (key, invocation) => runImport(key, ports, invocation),
    sleep,
    log,
  });
}
