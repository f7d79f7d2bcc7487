import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { ulid } from 'ulid';
import type { Notification } from '../../../shared/domain/notification/notification';
import { createProducer } from '../../../shared/producer/api';
import { localApiUrl } from '../api/local-api-url';
import { clientConfig, EMULATOR_REGION } from '../emulator';
import type { LocalRun } from '../local-run';
import { exampleNotifications } from './examples';

/** A way to publish other than the SDK through SNS. */
export interface Way {
  readonly name: string;
  /** Publishes one notification, and returns it. */
  publish(run: LocalRun): Promise<Notification>;
}

/** The ways that the emulator has. */
export const waysOf = (run: LocalRun): readonly Way[] => [
  ...(localApiUrl(run) === undefined ? [] : [byApi]),
  ...(run.outputs.uploads_bucket === undefined ? [] : [byFile]),
  byEvent,
];

const byApi: Way = {
  name: 'the HTTP API',
  publish: async (run) => {
    const { credentials } = clientConfig(run.emulator);
    const endpoint = localApiUrl(run) ?? '';
    const producer = createProducer({ endpoint, credentials, region: EMULATOR_REGION, source: '/demo' });
    const { id: _, time: __, ...entry } = example();
    const { id } = await producer.publishNotification(entry);
    return { ...entry, id } as Notification;
  },
};

const byFile: Way = {
  name: 'a file in the bucket of uploads',
  publish: async ({ emulator, outputs }) => {
    const { time: _, ...entry } = { ...example(), id: ulid() };
    const Key = `inbox/${entry.tenant}/${entry.id}.ndjson`;
    await s3Of(emulator).send(
      new PutObjectCommand({ Bucket: outputs.uploads_bucket, Key, Body: JSON.stringify(entry) }),
    );
    return entry as Notification;
  },
};

const byEvent: Way = {
  name: 'an event of S3: an object in another bucket',
  publish: async ({ emulator, outputs }) => {
    const s3 = s3Of(emulator);
    const Bucket = `demo-${ulid().toLowerCase()}`;
    const Key = `reports/${Bucket}.csv`;
    await s3.send(new CreateBucketCommand({ Bucket }));
    const NotificationConfiguration = { EventBridgeConfiguration: {} };
    await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'a,b\n' }));
    const notification = await reportOf(Key, new DynamoDBClient(clientConfig(emulator)), outputs);
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    await s3.send(new DeleteBucketCommand({ Bucket }));
    return notification;
  },
};

const example = (): Notification => {
  const found = exampleNotifications().find(({ type }) => type === 'order.shipped');
  if (found === undefined) throw new Error('examples has no order.shipped');
  return found;
};

const s3Of = (emulator: LocalRun['emulator']) => new S3Client({ ...clientConfig(emulator), forcePathStyle: true });

const TIMEOUT_MS = 60_000;

/**
 * The notification that reports an object. Its id follows from that of the event, which only S3 knows. Scans the ledger: the
 * lists are some seconds late.
 */
async function reportOf(key: string, dynamodb: DynamoDBClient, outputs: LocalRun['outputs']): Promise<Notification> {
  const scan = {
    TableName: outputs.ledger_table,
    FilterExpression: '#type = :type AND contains(#text, :key)',
    ExpressionAttributeNames: { '#type': 'type', '#text': 'text' },
    ExpressionAttributeValues: marshall({ ':type': 'object.created', ':key': key }),
  };
  for (const end = Date.now() + TIMEOUT_MS; Date.now() < end; await sleep(200)) {
    for await (const { Items = [] } of paginateScan({ client: dynamodb }, scan)) {
      const [found] = Items.map((item) => unmarshall(item));
      if (found !== undefined) return JSON.parse(found.text) as Notification;
    }
  }
  throw new Error(`no notification reports ${key} after ${TIMEOUT_MS / 1000} s`);
}
