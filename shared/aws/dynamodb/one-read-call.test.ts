import { type BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { delivered, suppressed } from '../../domain/delivery/outcome';
import { contentDigest } from '../../domain/notification/content-digest';
import type { Notification } from '../../domain/notification/notification';
import { memoryLedger } from '../../memory/memory-ledger';
import type { Claim } from '../../ports/ledger';
import { createChannelHandler } from '../../runtime/channel-handler';
import { fanOut } from '../../runtime/fan-out';
import { deliveryMessage } from '../../runtime/message/delivery-message';
import { channelFixture } from '../../testing/channel-fixture';
import { aNotification, aRecord, aSealed } from '../../testing/factories';
import { dynamodbAcceptedContents } from './dynamodb-accepted-contents';
import { dynamodbMailPreferences } from './dynamodb-mail-preferences';
import { itemReader } from './item-reader';

type StoredItem = Readonly<Record<string, unknown>> & { readonly pk: string; readonly sk: string };

/** Tables with these items, which record the keys of each call. */
function aClient(tables: Readonly<Record<string, readonly StoredItem[]>>) {
  const calls: string[][] = [];
  const client = new DynamoDBClient({ region: 'eu-central-1' });
  jest.spyOn(client, 'send').mockImplementation((async ({ input }: BatchGetItemCommand) => {
    const requests = Object.entries(input.RequestItems ?? {}).map(([table, { Keys = [] }]) => ({
      table,
      keys: Keys.map((key) => unmarshall(key)),
    }));
    calls.push(requests.flatMap(({ table, keys }) => keys.map(({ pk, sk }) => `${table} ${pk} ${sk}`)));
    const itemsOf = ({ table, keys }: (typeof requests)[number]) =>
      (tables[table] ?? []).filter(({ pk, sk }) => keys.some((key) => key.pk === pk && key.sk === sk));
    return {
      Responses: Object.fromEntries(requests.map((one) => [one.table, itemsOf(one).map((item) => marshall(item))])),
    };
  }) as never);
  return { client, calls };
}

/** Claims that are answered one after the other, like those of a table. */
function slowLedger() {
  const ledger = memoryLedger();
  let claims = 0;
  const claim = async (key: Parameters<typeof ledger.claim>[0], request: Claim) => {
    for (let turns = claims++; turns > 0; turns--) await new Promise(setImmediate);
    return ledger.claim(key, request);
  };
  return { ...ledger, claim };
}

/** A mail channel without the mails, on tables. */
function aMailChannel(tables: Readonly<Record<string, readonly StoredItem[]>> = {}) {
  const { client, calls } = aClient(tables);
  const open = itemReader(client);
  const preferences = dynamodbMailPreferences(open, 'directory');
  const contents = dynamodbAcceptedContents(open, itemReader(client), 'ledger');
  const { dependencies } = channelFixture({ ledger: slowLedger(), contents });
  const effects: string[] = [];
  const channel = {
    expand: async () => ({ kind: 'targets', targets: [] }) as const,
    body: () => '',
    precondition: async ({ tenant }: { tenant: string }, address: string) => {
      const objection = await preferences.objection(address, tenant, 'digest');
      return objection && suppressed(objection.kind);
    },
    deliver: async (_event: unknown, _body: string, target: string) => {
      effects.push(target);
      return delivered();
    },
  };
  const handler = createChannelHandler(dependencies, fanOut(channel, dependencies));
  const deliver = (...sent: readonly (readonly [string, Notification])[]) =>
    handler({ Records: sent.map(([target, notification]) => aRecord(aSealed(messageTo(target, notification)))) });
  return { calls, effects, deliver };
}

function messageTo(target: string, notification: Notification) {
  const { tenant } = notification;
  return deliveryMessage({
    tenant,
    target,
    body: JSON.stringify(notification),
    digest: contentDigest(notification),
  });
}

const acme = (): Notification => aNotification({ tenant: 'acme' });
const accepted = (notification: Notification) => ({
  pk: notification.id,
  sk: 'E',
  tenant: notification.tenant,
  digest: contentDigest(notification),
});

test('a batch of mails looks up contents and addresses in one call, each key once', async () => {
  const { calls, deliver, effects } = aMailChannel();
  const [one, other] = [acme(), acme()];
  await deliver(['ann@example.com', one], ['bob@example.com', one], ['ann@example.com', other]);
  const keysOf = (address: string) => ['*', 'acme', 'U#acme#digest'].map((scope) => `directory S#${address} ${scope}`);
  expect(calls.map((keys) => keys.toSorted())).toEqual([
    [
      ...keysOf('ann@example.com'),
      ...keysOf('bob@example.com'),
      `ledger ${one.id} E`,
      `ledger ${other.id} E`,
    ].toSorted(),
  ]);
  expect(effects).toHaveLength(3);
});

test('many deliveries of one notification are one read of its content', async () => {
  const notification = acme();
  const { calls, deliver, effects } = aMailChannel({ ledger: [accepted(notification)] });
  await deliver(...Array.from({ length: 25 }, (_, n) => [`ann-${n}@example.com`, notification] as const));
  expect(calls.flat().filter((key) => key.startsWith('ledger'))).toEqual([`ledger ${notification.id} E`]);
  expect([calls.length, effects.length]).toEqual([1, 25]);
});

test('a suppressed address or other content affects only its own delivery in the batch', async () => {
  const [one, other] = [acme(), acme()];
  const objection = { pk: 'S#bob@example.com', sk: '*', address: 'bob@example.com', scope: '*', reason: 'BOUNCE' };
  const { deliver, effects } = aMailChannel({
    ledger: [accepted(one), { ...accepted(other), digest: 'another' }],
    directory: [objection],
  });
  await deliver(['ann@example.com', one], ['bob@example.com', one], ['cleo@example.com', other]);
  expect(effects).toEqual(['ann@example.com']);
});

test('a delivery from before an erasure is recognised by one more read, only for an erased record', async () => {
  const [one, other] = [acme(), acme()];
  const { digest: _, ...record } = accepted(one);
  const marked = { pk: one.id, sk: 'D#email#bob@example.com', begunBeforeErasure: true };
  const { calls, deliver, effects } = aMailChannel({ ledger: [{ ...record, erased: true }, marked, accepted(other)] });
  await deliver(['ann@example.com', one], ['bob@example.com', one], ['cleo@example.com', other]);
  expect(effects.toSorted()).toEqual(['bob@example.com', 'cleo@example.com']);
  const keys = ['ann@example.com', 'bob@example.com'].map((address) => `ledger ${one.id} D#email#${address}`);
  expect(calls.slice(1)).toEqual([keys]);
});
