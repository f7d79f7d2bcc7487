import {
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SESClient, VerifyEmailIdentityCommand } from '@aws-sdk/client-ses';
import { SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { DeleteQueueCommand, GetQueueAttributesCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { marshall } from '@aws-sdk/util-dynamodb';
import { ulid } from 'ulid';
import { endpointKey, versionKey } from '../../shared/aws/dynamodb/directory-items';
import { dynamodbCircuits } from '../../shared/aws/dynamodb/dynamodb-circuits';
import { dynamodbDeliveryLedger } from '../../shared/aws/dynamodb/dynamodb-delivery-ledger';
import { dynamodbOpenDeliveries, dynamodbScanProgress } from '../../shared/aws/dynamodb/dynamodb-open-deliveries';
import { dynamodbRateSlots } from '../../shared/aws/dynamodb/dynamodb-rate-slots';
import { kmsDataKeyStore } from '../../shared/aws/kms/kms-data-key-store';
import { s3AttachmentStore } from '../../shared/aws/s3/s3-attachment-store';
import { sesMailer } from '../../shared/aws/ses/ses-mailer';
import { snsOperationalEvents } from '../../shared/aws/sns/sns-operational-events';
import type { DeliveryKey } from '../../shared/domain/delivery/claim';
import type { QueueMessage } from '../../shared/ports/channel-queue';
import { describeAttachmentStoreContract } from '../../shared/testing/attachment-store-contract';
import { describeCircuitsContract } from '../../shared/testing/circuits-contract';
import { describeDataKeyStoreContract } from '../../shared/testing/data-key-store-contract';
import { describeEndpointsContract } from '../../shared/testing/endpoints-contract';
import { anEndpoint, aTenant } from '../../shared/testing/factories';
import { inCompany } from '../../shared/testing/ledger/in-company';
import { aClaim, aKey, anAttempt, aSettlement, at } from '../../shared/testing/ledger/ledger-fixtures';
import { describeLedgerContract } from '../../shared/testing/ledger-contract';
import { describeMailPreferencesContract } from '../../shared/testing/mail-preferences-contract';
import { describeMailerContract } from '../../shared/testing/mailer-contract';
import { describeOperationalEventsContract } from '../../shared/testing/operational-events-contract';
import { describeRateSlotsContract } from '../../shared/testing/rate-slots-contract';
import { recordingLogger } from '../../shared/testing/recording-logger';
import { describeScanProgressContract } from '../../shared/testing/scan-progress-contract';
import { allowTopicToSend, policyDocument } from '../../stacks/capabilities/policies';
import { receiveAll } from '../../tools/local/receive-all';
import { digestOfAddresses } from '../support/audit';
import { config, dynamodb, inbox, kms, lacks, preferences, sns, sqs, state } from '../support/harness';
import { LEDGER, ledgerOf } from '../support/ledger-of';
import { registryOf } from '../support/registry-of';
import { scenario } from '../support/scenario';
import { createQueue, describeSqsContract } from '../support/sqs-contract';
import { eventually } from '../support/world';

// One test makes hundreds of calls, and the host may be busy.
jest.setTimeout(60_000);

/** Contract tests: every adapter passes the suites of its in-memory twin, on the tables of the stack. */
describeLedgerContract('DynamoDB', () => ledgerOf({ dynamodb, kms }), digestOfAddresses);
describeLedgerContract('DynamoDB in batches', () => inCompany(ledgerOf({ dynamodb, kms })), digestOfAddresses);

test('deliveries of a batch share a call to claim and one to settle, and leave what calls of their own would', async () => {
  const sent: string[] = [];
  const client = new DynamoDBClient(config);
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        sent.push(commandName);
        return next(args);
      },
    { step: 'initialize' },
  );
  const [log, ids] = [recordingLogger(), Array.from({ length: 4 }, () => ulid())];
  const ledger = dynamodbDeliveryLedger(client, LEDGER, { log });
  const keys = ids.map((notificationId) => aKey({ tenant: 'acme', notificationId }));
  const deliver = async (key: DeliveryKey) => [
    await ledger.claim(key, aClaim({ digest: 'd' })),
    await ledger.settle(key, aSettlement(1, 'delivered')),
  ];
  const wanted = [{ kind: 'claimed', attempt: 1 }, 'recorded'];
  expect(await Promise.all(keys.slice(0, 3).map(deliver))).toEqual([wanted, wanted, wanted]);
  const single = keys.slice(3).map(deliver);
  expect(await Promise.all(single)).toEqual([wanted]);
  const [own, shared] = ['UpdateItemCommand', 'BatchExecuteStatementCommand'];
  expect([sent, log.lines]).toEqual([[shared, shared, own, own], []]);
  const items = await Promise.all(ids.map(itemsOf));
  const { pk: _, notificationId: __, ...item } = items[3]?.[0] ?? {};
  expect(items).toEqual(ids.map((id) => [{ ...item, pk: { S: id }, notificationId: { S: id } }]));
});

async function itemsOf(id: string) {
  const values = { ':id': { S: id } };
  const { Items } = await dynamodb.send(
    new QueryCommand({
      TableName: LEDGER.tableName,
      KeyConditionExpression: 'pk = :id',
      ExpressionAttributeValues: values,
    }),
  );
  return Items;
}

const directory = state.outputs.directory_table;
describeEndpointsContract('DynamoDB', registryOf);

describe('endpoints of a tenant that were added before endpoints were counted', () => {
  const setUp = async (count: number) => {
    const [registry, tenant] = [registryOf({ maxEndpoints: 3 }), aTenant()];
    const ids = Array.from({ length: count }, (_, n) => `ep_${n + 1}`);
    for (const id of ids) {
      const Item = marshall({ ...endpointKey(tenant, id), ...anEndpoint({ tenant, id }) });
      await dynamodb.send(new PutItemCommand({ TableName: directory, Item }));
    }
    const Item = marshall({ ...versionKey(tenant), version: count });
    await dynamodb.send(new PutItemCommand({ TableName: directory, Item }));
    return { registry, tenant, save: (id: string) => registry.save(anEndpoint({ tenant, id })) };
  };

  test('are counted with the first that is added after them', async () => {
    const { save } = await setUp(2);
    expect([await save('ep_3'), await save('ep_4')]).toEqual([true, false]);
  });

  test('are counted once by concurrent callers', async () => {
    const { registry, save, tenant } = await setUp(1);
    const results = await Promise.all(['ep_2', 'ep_3', 'ep_4', 'ep_5'].map(save));
    expect(results.filter((isAdded) => isAdded)).toHaveLength(2);
    expect((await registry.load(tenant)).endpoints.size).toBe(3);
  });

  test('are left alone by a refusal, even if they exceed the maximum, and free their places when removed', async () => {
    const { registry, tenant, save } = await setUp(4);
    expect([await save('ep_5'), await registry.version(tenant)]).toEqual([false, 4]);
    expect([await registry.remove(tenant, 'ep_1'), await save('ep_5')]).toEqual([true, false]);
    expect([await registry.remove(tenant, 'ep_2'), await save('ep_5'), await save('ep_6')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describeCircuitsContract('DynamoDB', () => ({ ...registryOf(), ...dynamodbCircuits(dynamodb, directory) }));
describeRateSlotsContract('DynamoDB', () => dynamodbRateSlots(dynamodb, directory));

const s3 = new S3Client({ ...config, forcePathStyle: true });
const Bucket = state.outputs.attachments_bucket;
describeAttachmentStoreContract('S3', () => ({
  store: s3AttachmentStore(s3, Bucket),
  put: async (Key, Body) => void (await s3.send(new PutObjectCommand({ Bucket, Key, Body }))),
}));

describeMailPreferencesContract('DynamoDB', () => preferences);

describe('a table of its own', () => {
  // The stack's tables have data keys already, and the sweeper scans them.
  const tables: string[] = [];
  const newTable = async () => {
    const tableName = await createTable();
    tables.push(tableName);
    return tableName;
  };

  afterAll(async () => {
    for (const TableName of tables) await dynamodb.send(new DeleteTableCommand({ TableName }));
  });

  describeDataKeyStoreContract('KMS', async () =>
    kmsDataKeyStore({ kms, dynamodb, tableName: await newTable(), keyArn: state.outputs.data_key_arn }),
  );

  describeScanProgressContract('DynamoDB', async () => dynamodbScanProgress(dynamodb, await newTable()));

  test('a scan excludes items past their TTL that DynamoDB has not deleted yet', async () => {
    const own = { ...LEDGER, tableName: await newTable() };
    await dynamodbDeliveryLedger(dynamodb, own, { log: recordingLogger() }).claim(aKey(), aClaim());
    const open = dynamodbOpenDeliveries(dynamodb, own.tableName, recordingLogger());
    const listed = async (days: number) => (await open.page(undefined, inDays(days))).deliveries.length;
    expect([await listed(own.retentionDays - 1), await listed(own.retentionDays)]).toEqual([1, 0]);
  });

  test('a scan continues after the last item of a page, even if that was deleted meanwhile', async () => {
    const own = { ...LEDGER, tableName: await newTable() };
    const [claims, open] = [
      dynamodbDeliveryLedger(dynamodb, own, { log: recordingLogger() }),
      dynamodbOpenDeliveries(dynamodb, own.tableName, recordingLogger()),
    ];
    const now = new Date(at(0));
    // Items of 300 KB: a page of the scan (1 MB) ends after three.
    const keys = Array.from({ length: 8 }, () => aKey());
    const attempt = { ...anAttempt(1, 'retry'), reason: 'x'.repeat(300_000) };
    for (const key of keys) {
      await claims.claim(key, aClaim());
      await claims.settle(key, { ...aSettlement(1, 'retrying'), attempt });
    }
    const first = await open.page(undefined, now);
    const Key = marshall(JSON.parse(first.next ?? ''));
    await dynamodb.send(new DeleteItemCommand({ TableName: own.tableName, Key }));
    const listed = [...first.deliveries];
    for (let after = first.next; after !== undefined; ) {
      const page = await open.page(after, now);
      listed.push(...page.deliveries);
      after = page.next;
    }
    const idOf = ({ notificationId }: { notificationId: string }) => notificationId;
    expect(first.deliveries.length).toBeLessThan(keys.length);
    expect(listed.map(idOf).toSorted()).toEqual(keys.map(idOf).toSorted());
  });
});

describeSqsContract('SQS');

describe('SNS', () => {
  const subscriber = { url: '', subscription: '' };

  beforeAll(async () => {
    subscriber.url = await createQueue();
    subscriber.subscription = await subscribe(subscriber.url, state.outputs.events_topic_arn);
  });

  afterAll(async () => {
    await sns.send(new UnsubscribeCommand({ SubscriptionArn: subscriber.subscription }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl: subscriber.url }));
  });

  describeOperationalEventsContract('SNS', () => ({
    events: snsOperationalEvents(sns, state.outputs.events_topic_arn),
    source: state.outputs.events_topic_arn,
    received: async (count) => (await receiveOwn(subscriber.url, count)).map(toReceivedEvent),
  }));
});

scenario('SES', ['ses'], () => {
  const ses = new SESClient(config);
  const from = 'adapters@carillon.test';

  beforeAll(async () => {
    await ses.send(new VerifyEmailIdentityCommand({ EmailAddress: from }));
  });

  const received = async () => (await inbox()).map(({ subject }) => subject);
  describeMailerContract('SES', () => ({
    mailer: sesMailer(ses),
    from,
    to: 'ann@example.com',
    ...(!lacks('inbox') && { received }),
  }));
});

/** Later than the contracts' date. */
const inDays = (days: number): Date => new Date(at(days * 86_400));

async function createTable(): Promise<string> {
  const TableName = `adapters-${ulid()}`;
  const [pk, sk] = [{ AttributeName: 'pk' }, { AttributeName: 'sk' }];
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [pk, sk].map((name) => ({ ...name, AttributeType: 'S' })),
      KeySchema: [
        { ...pk, KeyType: 'HASH' },
        { ...sk, KeyType: 'RANGE' },
      ],
    }),
  );
  return TableName;
}

/** Subscribes a queue to a topic and lets the topic send to it. */
async function subscribe(QueueUrl: string, TopicArn: string): Promise<string> {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const Endpoint = Attributes?.QueueArn ?? '';
  const Policy = policyDocument([allowTopicToSend(Endpoint, TopicArn)]);
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  const { SubscriptionArn = '' } = await sns.send(
    new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes: { RawMessageDelivery: 'true' } }),
  );
  return SubscriptionArn;
}

/** Waits until SNS has delivered the contract's events; ignores events of other scenarios. */
async function receiveOwn(QueueUrl: string, count: number): Promise<readonly QueueMessage[]> {
  const own: QueueMessage[] = [];
  const receiveMore = async () =>
    own.push(...(await receiveAll(sqs, QueueUrl)).filter(({ body }) => body.includes('caffè')));
  await eventually(receiveMore, (length) => length >= count);
  return own;
}

const toReceivedEvent = ({ body: text, attributes: { type, tenant } }: QueueMessage) => ({
  text,
  type: type?.StringValue ?? '',
  tenant: tenant?.StringValue ?? '',
});
