import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { ulid } from 'ulid';
import { dynamodbAuditReader } from '../../shared/aws/dynamodb/dynamodb-audit-reader';
import { dynamodbLedgerReader } from '../../shared/aws/dynamodb/dynamodb-ledger-reader';
import { groupBy } from '../../shared/domain/kit/chunks/group-by';
import { createProducer } from '../../shared/producer';
import { endpointRegistrar } from '../../tools/local/demo/register-endpoint';
import { clientConfig } from '../../tools/local/emulator';
import type { ThrowawayStack } from '../../tools/local/throwaway-stack';
import { readChains } from './chain-effects';
import type { ChaosReceiver } from './chaos-receiver';
import { effectOfMail } from './effects';

/** Tenants of a run: enough for concurrent work, few enough that each always has some. */
const TENANTS = 20;
const CHANNELS = ['email', 'webhook', 'audit'];

export interface Published {
  readonly id: string;
  readonly address: string;
  readonly endpoint: string;
}

/** The stack that a run publishes to, and the places where it looks for effects. */
export async function openWorld(stack: ThrowawayStack, receiver: ChaosReceiver) {
  const { emulator, outputs } = stack;
  const dynamodb = new DynamoDBClient(clientConfig(emulator));
  const client = new SNSClient(clientConfig(emulator));
  const producer = createProducer({ unknownTypes: 'allow', topicArn: outputs.topic_arn, source: '/chaos', client });
  const register = await endpointRegistrar(stack, dynamodb);
  const tenants = await Promise.all(
    Array.from({ length: TENANTS }, async (_, n) => {
      const tenant = `chaos-${n}`;
      return { tenant, endpoint: await register(tenant, receiver.url) };
    }),
  );

  /** Entries `from` to before `to`, each for one recipient, one endpoint and the record. */
  const publish = async (from: number, to: number): Promise<Published[]> => {
    const published = Array.from({ length: to - from }, (_, index) => {
      const n = from + index;
      const { tenant = '', endpoint = '' } = tenants[n % TENANTS] ?? {};
      return { id: ulid(), n, tenant, endpoint, address: `chaos-${n}@example.com` };
    });
    const results = await producer.publishBatch(
      published.map(({ id, n, tenant, address }) => ({
        id,
        tenant,
        type: 'chaos.happened',
        data: { n },
        recipients: address,
        channels: CHANNELS.join(),
      })),
    );
    const refused = results.filter(({ status }) => status !== 'published');
    if (refused.length > 0) throw new Error(`${refused.length} notifications were not published`);
    return published;
  };

  /** Mails by address. */
  const mails = async () => {
    const response = await fetch(`${emulator.endpoint}/_ministack/ses/messages`);
    const { messages } = (await response.json()) as { messages: Readonly<Record<string, readonly MiniStackMail[]>> };
    const all = Object.values(messages).flat();
    return groupBy(
      all.map(({ To, Timestamp, MessageId }) => ({
        address: To[0]?.match(/[\w-]+@[\w.]+/)?.[0] ?? '',
        effect: effectOfMail(Math.round(Timestamp * 1000), MessageId),
      })),
      ({ address }) => address,
    );
  };

  const sqs = new SQSClient({ ...clientConfig(emulator), useQueueUrlAsEndpoint: false });
  /** Number of messages in the channels' queues. */
  const waiting = async (): Promise<number> => {
    const counts = await Promise.all(CHANNELS.map((channel) => messagesIn(sqs, `carillon-local-${channel}`)));
    return counts.reduce((sum, count) => sum + count, 0);
  };

  const chains = () => readChains(dynamodbAuditReader(dynamodb, outputs.ledger_table));

  return { publish, waiting, mails, chains, ledger: dynamodbLedgerReader(dynamodb, outputs.ledger_table) };
}

interface MiniStackMail {
  readonly MessageId: string;
  readonly To: readonly string[];
  /** Unix time in seconds. */
  readonly Timestamp: number;
}

export type World = Awaited<ReturnType<typeof openWorld>>;

async function messagesIn(sqs: SQSClient, QueueName: string): Promise<number> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  return Number(Attributes.ApproximateNumberOfMessages);
}
