import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { Webhook } from 'standardwebhooks';

/**
 * A webhook function as the documentation of its libraries shows: Powertools for AWS Lambda (batch processing with
 * idempotency, "Integrating with Idempotency"), Standard Webhooks' JavaScript library, and `fetch`.
 */
const processor = new BatchProcessor(EventType.SQS);
const persistenceStore = new DynamoDBPersistenceLayer({ tableName: process.env.IDEMPOTENCY_TABLE ?? '' });
const config = new IdempotencyConfig({ eventKeyJmesPath: 'id' });
const webhook = new Webhook(process.env.WEBHOOK_SECRET ?? '');
const url = process.env.WEBHOOK_URL ?? '';

interface Notification {
  readonly id: string;
}

const deliver = makeIdempotent(
  async (notification: Notification) => {
    const payload = JSON.stringify(notification);
    const timestamp = new Date();
    const headers = {
      'content-type': 'application/json',
      'webhook-id': notification.id,
      'webhook-timestamp': String(Math.floor(timestamp.getTime() / 1000)),
      'webhook-signature': webhook.sign(notification.id, timestamp, payload),
    };
    const response = await fetch(url, { method: 'POST', headers, body: payload, signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Error(`the endpoint returned ${response.status}`);
    await response.text();
    return { status: response.status };
  },
  { persistenceStore, config },
);

const recordHandler = async (record: SQSRecord): Promise<void> => {
  await deliver(JSON.parse(record.body) as Notification);
};

export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  config.registerLambdaContext(context);
  return processPartialResponse(event, recordHandler, processor, { context, processInParallel: true });
};
