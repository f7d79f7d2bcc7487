import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { Webhook } from 'standardwebhooks';

/**
 * A webhook function as the documentation of its libraries shows: Powertools for AWS Lambda (batch processing with
 * idempotency, "Integrating with Idempotency"), Standard Webhooks' JavaScript library, and `fetch`. Posts to each URL, with
 * idempotency for each of them.
 */
const processor = new BatchProcessor(EventType.SQS);
const persistenceStore = new DynamoDBPersistenceLayer({ tableName: process.env.IDEMPOTENCY_TABLE ?? '' });
const config = new IdempotencyConfig({ eventKeyJmesPath: '[notification.id, url]' });
const webhook = new Webhook(process.env.WEBHOOK_SECRET ?? '');
const urls = (process.env.WEBHOOK_URLS ?? '').split(',');

interface Delivery {
  readonly notification: { readonly id: string };
  readonly url: string;
}

const deliver = makeIdempotent(
  async ({ notification, url }: Delivery) => {
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
  const notification = JSON.parse(record.body) as Delivery['notification'];
  await Promise.all(urls.map((url) => deliver({ notification, url })));
};

export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  config.registerLambdaContext(context);
  return processPartialResponse(event, recordHandler, processor, { context, processInParallel: true });
};
