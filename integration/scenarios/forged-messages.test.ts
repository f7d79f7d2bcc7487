import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { ulid } from 'ulid';
import { CHAINS_KEY, chainKey } from '../../shared/aws/dynamodb/audit-items';
import { messageBytes } from '../../shared/domain/notification/message-size';
import { MAX_MESSAGE_BYTES, MAX_NOTIFICATION_BYTES } from '../../shared/domain/notification/notification';
import { type MessageAttributes, messageAttributes } from '../../shared/domain/notification/routing';
import { auditTenant } from '../../shared/operations/audit/audit-tenant';
import type { NotificationHistory } from '../../shared/ports/ledger';
import { SEAL_ATTRIBUTE } from '../../shared/runtime/message/attributes';
import { aNotification, aTenant } from '../../shared/testing/factories';
import { aloneForged, type Forgery, hostileBodies, paddedJson, togetherForged } from '../../shared/testing/forgeries';
import { type Receiver, startReceiver } from '../../tools/local/demo/receiver';
import { anchorKey, auditReader, digestOfAddresses, vault } from '../support/audit';
import { dynamodb, state } from '../support/harness';
import { scenario } from '../support/scenario';
import { mailsTo, publish, publishText, redrive, register, settled, takeDeadLetters } from '../support/world';

// Hundreds of messages, many of 256 KiB, pass three queues several times.
jest.setTimeout(150_000);

const CHANNELS = ['email', 'webhook', 'audit'];
/** Marker in every body that this scenario publishes. */
const run = ulid();
const box = (who: string) => `${who}-${run.toLowerCase()}@example.com`;
const [victim, mallory] = [aTenant(), aTenant()];
const [victims, mallorys] = [box('victim'), box('mallory')];
const ordinary = { channels: 'email,webhook', type: 'invoice.created' };
const ofVictim = () => aNotification({ ...ordinary, tenant: victim, recipients: victims });
const ofMallory = () => aNotification({ ...ordinary, tenant: mallory, recipients: mallorys });

/** The victim's notification. */
const published: string[] = [];
/** Ids of Mallory's notifications with valid content; only their attributes are forged. */
const valid: string[] = [];
/** Invalid texts; each identifies its message. */
const hostile: string[] = [];
let receiver: Receiver;
let [wanting, other, foreign] = ['', '', ''];

/** Barrier: passes every queue after all earlier messages. */
async function publishForVictim(): Promise<void> {
  const notification = ofVictim();
  await publish(notification);
  await settled(notification.id, 2);
  published.push(notification.id);
}

/** Seals made by the stack's functions, one per channel. A principal that can only publish never sees one. */
async function genuineSeals(): Promise<readonly string[]> {
  const marker = ulid();
  await publishText(`{"marker":"${marker}",`, messageAttributes(ofMallory()));
  const letters = await Promise.all(CHANNELS.map((channel) => takeDeadLetters(`${channel}-dlq`, marker)));
  return letters.map(([letter]) => letter?.MessageAttributes?.[SEAL_ATTRIBUTE]?.StringValue ?? '');
}

type Publishing = readonly [body: object, forgeries: readonly Forgery[]];

/** One small message per forgery; fewer large ones, which take long. */
function publishings(seals: readonly string[]) {
  const [alone, together] = [aloneForged(foreign), togetherForged(foreign, [])];
  const small = [...alone, ...togetherForged(foreign, seals)];
  const bodies = hostileBodies(ofMallory(), ofVictim()).map(([, body]) => body);
  const [delivery = {}] = bodies;
  return {
    small: bodies.map((body): Publishing => [body, small]),
    large: bodies.map((body): Publishing => [body, body === delivery ? [...alone, ...together] : together]),
    valid: { small, large: together },
  };
}

const numbered = <Body extends object>(body: Body) => ({ ...body, forgery: `${run}x${valid.length + hostile.length}` });

async function publishHostile([body, forgeries]: Publishing, isLarge: boolean): Promise<void> {
  for (const [, forged] of forgeries) {
    const attributes = { ...messageAttributes(ofMallory()), ...forged };
    const text = paddedJson(numbered(body), isLarge ? MAX_MESSAGE_BYTES - messageBytes({ body: '', attributes }) : 0);
    hostile.push(text);
    await publishText(text, attributes);
  }
}

async function publishValid(forged: MessageAttributes, bytes: number): Promise<void> {
  const notification = numbered(ofMallory());
  valid.push(notification.id);
  await publishText(paddedJson(notification, bytes), { ...messageAttributes(notification), ...forged });
}

beforeAll(async () => {
  receiver = await startReceiver();
  [foreign, wanting, other] = [
    (await register(receiver, victim)).id,
    (await register(receiver, mallory, ['invoice.*'])).id,
    (await register(receiver, mallory, ['order.shipped'])).id,
  ];
  await publishForVictim();
  const { small, large, valid: beside } = publishings(await genuineSeals());
  await publishValid({}, 0);
  for (const [, forged] of beside.small) await publishValid(forged, 0);
  for (const [, forged] of beside.large) await publishValid(forged, MAX_NOTIFICATION_BYTES - 1_000);
  for (const each of small) await publishHostile(each, false);
  for (const each of large) await publishHostile(each, true);
});
afterAll(() => receiver.close());

/** Exactly the refused messages are in the dead-letter queue, before and after a redrive. */
async function expectRefused(channel: string): Promise<void> {
  await redrive(channel, run, hostile.length);
  const letters = await takeDeadLetters(`${channel}-dlq`, run, hostile.length);
  await publishForVictim();
  const late = await takeDeadLetters(`${channel}-dlq`, run, 0);
  const numbers = (texts: readonly (string | undefined)[]) =>
    texts.map((text = '') => JSON.parse(text).forgery).toSorted();
  expect(numbers([...letters, ...late].map(({ Body }) => Body))).toEqual(numbers(hostile));
}

/** Removes members that differ between two notifications with the same outcome. */
const faring = ({ deliveries }: NotificationHistory, channel: string) =>
  deliveries
    .filter((delivery) => delivery.channel === channel)
    .map(({ target, state, attempted, attempts }) => ({
      target,
      state,
      attempted,
      attempts: attempts.map(({ n }) => n),
    }));

/** The first valid notification has no forged attribute: the control. */
async function expectDelivered(channel: string, expected: object): Promise<void> {
  for (const id of valid) expect([id, faring(await settled(id, 2), channel)]).toEqual([id, [expected]]);
}

scenario('webhook', ['functions', 'webhook', 'ses'], () => {
  test('a message with forged attributes is posted to the endpoints that want its notification, and to no other', async () => {
    await expectRefused('webhook');
    await expectDelivered('webhook', { target: wanting, state: 'delivered', attempted: 1, attempts: [1] });
    const idsAt = (endpoint: string) => receiver.posts(`/${endpoint}`).map(({ headers }) => headers['webhook-id']);
    expect([idsAt(foreign), idsAt(other), idsAt(wanting).toSorted()]).toEqual([published, [], valid.toSorted()]);
  });
});

scenario('mail', ['functions', 'ses', 'inbox'], () => {
  test('a message with forged attributes is mailed as its notification says, if that is valid, and else to nobody', async () => {
    await expectRefused('email');
    await expectDelivered('email', { target: mallorys, state: 'sent', attempted: 1, attempts: [1] });
    expect(await mailsTo(victims, published.length)).toHaveLength(published.length);
    const mails = await mailsTo(mallorys, valid.length);
    expect(mails).toHaveLength(valid.length);
    expect(mails.filter(({ html, text }) => `${html}${text}`.includes('javascript:'))).toEqual([]);
  });
});

const audited = async (tenant: string) =>
  auditTenant(tenant, { reader: auditReader, vault, key: anchorKey, digest: await digestOfAddresses() }, new Date());

/** Sort keys of all items under a partition key of the ledger. */
async function keysUnder(pk: string): Promise<readonly string[]> {
  const query = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: marshall({ ':pk': pk }) };
  const command = new QueryCommand({ TableName: state.outputs.ledger_table, ConsistentRead: true, ...query });
  const { Items = [] } = await dynamodb.send(command);
  return Items.map((item) => String(unmarshall(item).sk));
}

scenario('audit', ['functions', 'ses'], () => {
  test('a message with forged attributes is recorded if it is a notification, and nothing of it is under a key of the audit chain', async () => {
    await expectRefused('audit');
    expect(await audited(victim)).toMatchObject({ records: published.length, findings: [] });
    expect(await audited(mallory)).toMatchObject({ records: valid.length, findings: [] });
    const links = await keysUnder(chainKey(victim));
    expect(links.filter((key) => !/^\d{12}$/.test(key))).toEqual([]);
    expect(links.length).toBeGreaterThan(1);
    expect((await keysUnder(CHAINS_KEY)).filter((key) => key.includes('#') || key === 'E')).toEqual([]);
  });
});
