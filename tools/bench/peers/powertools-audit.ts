import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';

/** Records each notification once: Powertools' batch processing with idempotency, and the SDK's PutItem. */
const processor = new BatchProcessor(EventType.SQS);
const persistenceStore = new DynamoDBPersistenceLayer({ tableName: process.env.IDEMPOTENCY_TABLE ?? '' });
const config = new IdempotencyConfig({ eventKeyJmesPath: 'id' });
const dynamodb = new DynamoDBClient({});
const TableName = process.env.LEDGER_TABLE ?? '';

interface Notification {
  readonly id: string;
  readonly tenant: string;
  readonly type: string;
}

const record = makeIdempotent(
  async ({ id, tenant, type, ...rest }: Notification) => {
    const text = JSON.stringify({ id, tenant, type, ...rest });
    const acceptedAt = new Date().toISOString();
    const Item = marshall({ pk: id, sk: 'E', tenant, type, text, acceptedAt });
    await dynamodb.send(new PutItemCommand({ TableName, Item }));
    return { acceptedAt };
  },
  { persistenceStore, config },
);

const recordHandler = async ({ body }: SQSRecord): Promise<void> => {
  await record(JSON.parse(body) as Notification);
};

export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  config.registerLambdaContext(context);
  return processPartialResponse(event, recordHandler, processor, { context, processInParallel: true });
};
