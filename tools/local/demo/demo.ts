import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { SNSClient } from '@aws-sdk/client-sns';
import { dynamodbEndpoints } from '../../../shared/aws/dynamodb/dynamodb-endpoints';
import { dynamodbLedgerReader } from '../../../shared/aws/dynamodb/dynamodb-ledger-reader';
import { kmsDataKeys } from '../../../shared/aws/kms/kms-data-keys';
import type { Notification } from '../../../shared/domain/notification/notification';
import { parseRecipients } from '../../../shared/domain/notification/recipients';
import { newEndpoint } from '../../../shared/operations/endpoints/new-endpoint';
import { newSecret } from '../../../shared/operations/endpoints/new-secret';
import { createProducer, type Producer } from '../../../shared/producer';
import { clientConfig } from '../emulator';
import { inboxOf } from '../inbox-of';
import type { LocalRun } from '../local-run';
import { exampleNotifications } from './examples';
import { type Receiver, startReceiver } from './receiver';
import { waysOf } from './ways';

export const DEMO_TENANT = 'demo';
const DEMO_ENDPOINT = 'ep_demo';
const DEMO_PATH = '/webhooks';
const TIMEOUT_MS = 30_000;

/** An expected delivery of a published notification, and whether it arrived. */
export interface Arrival {
  readonly channel: string;
  /** Why it cannot arrive on this emulator. */
  readonly lacking?: string;
  /** Present once it has arrived. */
  readonly seen?: string;
  readonly milliseconds?: number;
}

export interface Demonstration {
  /** How it was published, if not by the SDK. */
  readonly way?: string;
  readonly type: string;
  readonly id: string;
  readonly arrivals: readonly Arrival[];
}

interface Demo {
  readonly run: LocalRun;
  readonly receiver: Receiver;
  readonly producer: Producer;
  readonly ledger: ReturnType<typeof dynamodbLedgerReader>;
}

/** A receiver on loopback, registered as the demo tenant's endpoint with a secret of its own. */
export async function startDemo(run: LocalRun): Promise<Demo> {
  const { emulator, outputs } = run;
  const dynamodb = new DynamoDBClient(clientConfig(emulator));
  const receiver = await startReceiver();
  await registerDemo(run, receiver, dynamodb);
  const client = new SNSClient(clientConfig(emulator));
  const producer = createProducer({ topicArn: outputs.topic_arn, source: '/demo', client });
  return { run, receiver, producer, ledger: dynamodbLedgerReader(dynamodb, outputs.ledger_table) };
}

async function registerDemo({ emulator, outputs }: LocalRun, receiver: Receiver, dynamodb: DynamoDBClient) {
  const { directory_table: tableName, data_key_arn: keyArn } = outputs;
  const keys = kmsDataKeys({ kms: new KMSClient(clientConfig(emulator)), keyArn, dynamodb, tableName });
  const secret = newSecret({ asymmetric: false });
  receiver.trust(DEMO_PATH, secret);
  const request = { tenant: DEMO_TENANT, url: receiver.url(DEMO_PATH), types: ['*'], secret, headers: [] };
  const sealing = { key: await keys.current('endpoints'), now: new Date() };
  await dynamodbEndpoints(dynamodb, tableName).save(newEndpoint(request, sealing, DEMO_ENDPOINT));
}

/** Publishes one notification in each of the other ways, then each example by the SDK, and waits for their deliveries. */
export async function* demonstrate(demo: Demo): AsyncGenerator<Demonstration> {
  for (const { name, publish } of waysOf(demo.run)) {
    const startedAt = Date.now();
    const notification = await publish(demo.run);
    yield { way: name, ...(await arrivalsOf(demo, notification, startedAt)) };
  }
  for (const { id: _, time: __, ...entry } of exampleNotifications()) {
    const startedAt = Date.now();
    const { id } = await demo.producer.publishNotification(entry);
    yield arrivalsOf(demo, { ...entry, id } as Notification, startedAt);
  }
}

async function arrivalsOf(demo: Demo, notification: Notification, startedAt: number): Promise<Demonstration> {
  const { type, id } = notification;
  const watchers = watchersFor(demo, notification);
  return { type, id, arrivals: await Promise.all(watchers.map((watcher) => watch(watcher, startedAt))) };
}

interface Watcher {
  readonly channel: string;
  readonly look: () => Promise<string | undefined>;
  readonly lacking?: string;
}

async function watch({ channel, look, lacking }: Watcher, startedAt: number): Promise<Arrival> {
  if (lacking !== undefined) return { channel, lacking };
  while (Date.now() - startedAt < TIMEOUT_MS) {
    const seen = await look();
    if (seen !== undefined) return { channel, seen, milliseconds: Date.now() - startedAt };
    await sleep(50);
  }
  return { channel };
}

function watchersFor(demo: Demo, notification: Notification): Watcher[] {
  const reached = demo.producer.explain(notification).filter((explanation) => explanation.reached);
  const { channels } = demo.run.emulator.lacks;
  return reached.flatMap(({ channel }) => {
    const watchers = WATCHERS[channel]?.(demo, notification) ?? [];
    const lacking = channels[channel];
    return lacking === undefined ? watchers : watchers.map((watcher) => ({ ...watcher, lacking }));
  });
}

const WATCHERS: Readonly<Record<string, (demo: Demo, notification: Notification) => Watcher[]>> = {
  email: (demo, { id, recipients = '' }) => {
    const parsed = parseRecipients(recipients);
    const addresses = parsed.ok ? parsed.recipients.map(({ address }) => address) : [];
    return addresses.map((address) => ({ channel: 'email', look: () => seeMail(demo, id, address) }));
  },
  webhook: ({ receiver }, { id }) => [{ channel: 'webhook', look: async () => seePost(receiver, id) }],
  audit: ({ ledger }, { id }) => [
    {
      channel: 'audit',
      look: async () => {
        const { event } = await ledger.history(id);
        return event && `recorded, ${Buffer.byteLength(event.text)} bytes as published`;
      },
    },
  ],
};

/** The ledger keeps the id that SES gave each mail. */
async function seeMail({ run, ledger }: Demo, id: string, address: string): Promise<string | undefined> {
  const { deliveries } = await ledger.history(id);
  const references = deliveries.flatMap(({ attempts }) => attempts.map(({ reason }) => reason));
  const mails = await inboxOf(run.emulator)();
  const mail = mails.find(
    ({ messageId, to }) => references.includes(messageId) && to.some((box) => box.includes(address)),
  );
  return mail && `${address}  “${mail.subject}”`;
}

function seePost(receiver: Receiver, id: string): string | undefined {
  const post = receiver.posts(DEMO_PATH).find(({ headers }) => headers['webhook-id'] === id);
  if (post === undefined) return undefined;
  if (!post.verified) throw new Error(`the signature of ${id} is not accepted by the standardwebhooks package`);
  return `POST ${receiver.url(DEMO_PATH)}  signature verified`;
}
