import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectsV2Command,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { ulid } from 'ulid';
import { eventSources } from '../../handlers/functions/events/sources';
import { eventBridgeBus } from '../../shared/aws/eventbridge/eventbridge-bus';
import { snsOperationalEvents } from '../../shared/aws/sns/sns-operational-events';
import type { BusEvent } from '../../shared/domain/manifest/event-source';
import { derivedId } from '../../shared/domain/notification/derived-id';
import { cloudEvent } from '../../shared/domain/notification/operational-event';
import type { EventOnBus } from '../../shared/memory/memory-event-bus';
import { targetDigest } from '../../shared/runtime/message/target-digest';
import { describeEventBusContract } from '../../shared/testing/event-bus-contract';
import { aNotification, aTenant } from '../../shared/testing/factories';
import { type Receiver, startReceiver } from '../../tools/local/demo/receiver';
import { config, region, sns, sqs, state } from '../support/harness';
import { runCarillon } from '../support/run-carillon';
import { scenario } from '../support/scenario';
import {
  eventually,
  mailsTo,
  publish,
  queueUrl,
  reasonOf,
  register,
  settled,
  states,
  takeDeadLetters,
} from '../support/world';

const eventBridge = new EventBridgeClient(config);
const s3 = new S3Client({ ...config, forcePathStyle: true });
/** Settings of the environment `local`. */
const [TENANT, RECIPIENT] = ['demo', 'operations@carillon.example'];

/** Nobody may put events of AWS services on a bus: sends one to the queue, as the rule's target gets it. */
async function handOver(event: BusEvent): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl: await queueUrl('events'), MessageBody: JSON.stringify(event) }));
}

const directory = mkdtempSync(join(tmpdir(), 'carillon-events-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Isolates commands from the environment and credentials of the operator who runs the tests. */
function environmentOf(): NodeJS.ProcessEnv {
  const outputs = join(directory, 'outputs.json');
  const { name, endpoint } = state;
  writeFileSync(outputs, JSON.stringify({ ...state.outputs, emulator: { name, endpoint } }));
  return { PATH: process.env.PATH, HOME: directory, CARILLON_OUTPUTS: outputs, AWS_EC2_METADATA_DISABLED: 'true' };
}

scenario('events of other services', ['functions', 'ses', 'inbox'], () => {
  const bucket = `test-${ulid().toLowerCase()}`;

  beforeAll(async () => {
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    const NotificationConfiguration = { EventBridgeConfiguration: {} };
    await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket: bucket, NotificationConfiguration }));
  });

  afterAll(async () => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
    const Objects = Contents.map(({ Key }) => ({ Key }));
    if (Objects.length > 0) await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
    await s3.send(new DeleteBucketCommand({ Bucket: bucket }));
  });

  const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'content' }));

  test.each(eventSources.map((source) => [source.name, source] as const))(
    'EventBridge finds that the example of %s matches its pattern, and no other example',
    async (_, { pattern, name }) => {
      const matching = await Promise.all(
        eventSources.map(async (source) => {
          const Event = JSON.stringify({ version: '0', ...source.example });
          const command = new TestEventPatternCommand({ EventPattern: JSON.stringify(pattern), Event });
          return (await eventBridge.send(command)).Result ? [source.name] : [];
        }),
      );
      expect(matching.flat()).toEqual([name]);
    },
  );

  test.each(eventSources.map((source) => [source.name, source] as const))(
    'the event of %s that comes twice is mailed once, to the recipients of the environment',
    async (name, source) => {
      const event = { ...source.example, id: randomUUID() };
      await handOver(event);
      await handOver(event);
      const id = derivedId(TENANT, `${name}:${event.id}`);
      const history = await settled(id, 1);
      expect(states(history)).toEqual([expect.stringMatching(`^email ${RECIPIENT} (sent|delivered)$`)]);
      expect(history.deliveries.map(({ attempts }) => attempts.length)).toEqual([1]);
      expect(JSON.parse(history.event?.text ?? '')).toMatchObject({ type: source.type, data: source.map(event).data });
    },
  );

  test('an object that is put into a bucket is reported, by way of the rule on the bus of the account', async () => {
    const key = `reports/${ulid()}.csv`;
    await put(key);
    const mails = await eventually(
      () => mailsTo(RECIPIENT),
      (all) => all.some(({ text }) => text.includes(key)),
    );
    expect(mails.filter(({ text }) => text.includes(key))).toHaveLength(1);
  });

  test('an event that cannot be mapped is in the dead-letter queue, and `carillon status` says why', async () => {
    const key = `reports/${ulid()}\nsecond line.csv`;
    await put(key);
    const [letter] = await takeDeadLetters('events-dlq', key.slice(8, 34));
    expect(reasonOf(letter)).toContain("notification.data.invalid at '/data/key'");
    const { id } = JSON.parse(letter?.Body ?? '') as BusEvent;
    const { output } = await runCarillon(['status', id], { env: environmentOf() });
    expect(output).toContain('events');
    expect(output).toContain('rejected: another attempt would fail the same way');
    expect(output).toContain("notification.data.invalid at '/data/key'");
  });
});

/** A rule on the environment's bus for the events of one tenant, and the queue that it sends to. */
class TestRule {
  private readonly name = `test-${ulid().toLowerCase()}`;
  private queue = '';

  constructor(private readonly pattern: object) {}

  readonly open = async (): Promise<void> => {
    const { QueueUrl = '' } = await sqs.send(
      new CreateQueueCommand({ QueueName: this.name, Attributes: { Policy: MAY_SEND } }),
    );
    this.queue = QueueUrl;
    const bus = { EventBusName: state.outputs.event_bus_name };
    await eventBridge.send(new PutRuleCommand({ Name: this.name, EventPattern: JSON.stringify(this.pattern), ...bus }));
    const Arn = `arn:aws:sqs:${region}:000000000000:${this.name}`;
    await eventBridge.send(new PutTargetsCommand({ Rule: this.name, Targets: [{ Id: 'queue', Arn }], ...bus }));
  };

  readonly close = async (): Promise<void> => {
    const bus = { EventBusName: state.outputs.event_bus_name };
    await eventBridge.send(new RemoveTargetsCommand({ Rule: this.name, Ids: ['queue'], ...bus }));
    await eventBridge.send(new DeleteRuleCommand({ Name: this.name, ...bus }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl: this.queue }));
  };

  /** What the rule has handed over, once there are `count` different events. */
  readonly received = async (
    count: number,
    isWanted: (event: EventOnBus) => boolean = () => true,
  ): Promise<readonly EventOnBus[]> => {
    const events = new Map<string, EventOnBus>();
    const round = async () => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: this.queue, MaxNumberOfMessages: 10 }),
      );
      for (const { Body = '', ReceiptHandle } of Messages) {
        const { source, 'detail-type': type, detail } = JSON.parse(Body) as EventOnBus;
        const event = { source, 'detail-type': type, detail };
        if (isWanted(event)) events.set(detail.id, event);
        await sqs.send(new DeleteMessageCommand({ QueueUrl: this.queue, ReceiptHandle }));
      }
      return events.size;
    };
    await eventually(round, (size) => size >= count);
    return [...events.values()];
  };
}

const MAY_SEND = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: '*' },
  ],
});

scenario('events of deliveries', ['functions', 'webhook'], () => {
  let receiver: Receiver;
  const tenant = aTenant();
  const rule = new TestRule({ source: ['carillon'], detail: { tenant: [tenant] } });

  beforeAll(async () => {
    receiver = await startReceiver();
    await rule.open();
  });
  afterAll(async () => {
    await rule.close();
    await receiver.close();
  });

  test('a delivered and a failed delivery are on the bus, without address and reason', async () => {
    const endpoint = await register(receiver, tenant);
    const delivered = aNotification({ tenant, channels: 'webhook', type: 'invoice.created' });
    const refused = aNotification({
      tenant,
      channels: 'email',
      type: 'invoice.created',
      recipients: `${'x'.repeat(300)}@example.com`,
    });
    await publish(delivered);
    await settled(delivered.id, 1);
    await publish(refused);
    const events = await rule.received(2);
    expect(
      events.map(({ source, 'detail-type': type, detail }) => [source, type, detail.subject, detail.data]),
    ).toEqual(
      expect.arrayContaining([
        [
          'carillon',
          'delivery.delivered',
          delivered.id,
          { channel: 'webhook', state: 'delivered', attempts: 1, target: targetDigest(endpoint.id) },
        ],
        [
          'carillon',
          'delivery.rejected',
          refused.id,
          { channel: 'email', state: 'rejected', attempts: 1, target: targetDigest('') },
        ],
      ]),
    );
  });

  test('what functions raise is on the bus by way of the topic, but for failed deliveries, which the ledger reports', async () => {
    const { open, close, received } = new TestRule({ source: ['carillon'], detail: { tenant: ['raised'] } });
    await open();
    const raise = snsOperationalEvents(sns, state.outputs.events_topic_arn).raise;
    const event = { tenant: 'raised', subject: 'ep_1', cause: ulid(), time: new Date().toISOString(), data: {} };
    await raise({ ...event, type: 'delivery.failed' });
    await raise({ ...event, type: 'endpoint.disabled' });
    const expected = cloudEvent({ ...event, type: 'endpoint.disabled' }, state.outputs.events_topic_arn);
    expect(await received(1)).toEqual([{ source: 'carillon', 'detail-type': 'endpoint.disabled', detail: expected }]);
    await close();
  });
});

describe('the adapter', () => {
  const rule = new TestRule({ source: ['carillon'] });
  beforeAll(() => rule.open());
  afterAll(() => rule.close());

  describeEventBusContract('EventBridge', () => ({
    bus: eventBridgeBus(eventBridge, state.outputs.event_bus_name),
    received: async (count, tenant) => rule.received(count, ({ detail }) => detail.tenant === tenant),
  }));
});
