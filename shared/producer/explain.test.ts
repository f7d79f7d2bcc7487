import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import audit from '../../handlers/channels/audit/channel';
import email from '../../handlers/channels/email/channel';
import webhook from '../../handlers/channels/webhook/channel';
import { defineChannel } from '../domain/manifest/channel';
import { shipped, testProducer } from './testing/test-producer';

const channels = [email, webhook, audit];
const ann = { recipients: 'ann@example.com' };
const manifest = (name: string, filterPolicy: object) =>
  defineChannel({
    name,
    description: '',
    capabilities: [],
    attemptSeconds: 5,
    retryDelaysSeconds: [],
    queue: { batchSize: 10, maxReceiveCount: 5 },
    function: { timeoutSeconds: 10, memoryMegabytes: 256, maximumConcurrency: 2 },
    filterPolicy: { ...filterPolicy },
  });

describe('explain', () => {
  it('says for every channel whether it is reached and why', () => {
    const { producer, topic } = testProducer({ channels });
    expect(producer.explain({ type: 'order.shipped', data: shipped, channels: ['webhook'] })).toEqual([
      { channel: 'email', reached: false, why: 'takes only channels "email"; the notification has webhook' },
      { channel: 'webhook', reached: true, why: 'takes channels "webhook"; the notification has webhook' },
      { channel: 'audit', reached: true, why: 'takes every notification' },
    ]);
    expect(topic.published).toEqual([]);
  });

  it('reads any filter policy', () => {
    const channels = [
      manifest('pager', { severity: ['critical'], tenant: [{ 'anything-but': 'demo' }] }),
      manifest('orders', { type: [{ prefix: 'order.' }, 'invoice.created'] }),
      manifest('either', { $or: [{ severity: ['critical'] }, { tenant: ['acme'] }] }),
    ];
    const { producer } = testProducer({ channels });
    expect(producer.explain({ type: 'order.shipped', data: shipped, channels: 'orders' })).toEqual([
      {
        channel: 'pager',
        reached: false,
        why: 'takes only severity "critical"; the notification has info, and takes only tenant {"anything-but":"demo"}; the notification has demo',
      },
      {
        channel: 'orders',
        reached: true,
        why: 'takes type {"prefix":"order."} or "invoice.created"; the notification has order.shipped',
      },
      { channel: 'either', reached: false, why: 'takes only $or {"severity":["critical"]} or {"tenant":["acme"]}' },
    ]);
  });

  it('names recipients whose address was erased, who get no mail', () => {
    const { producer } = testProducer({ channels });
    const erased = `${'0a'.repeat(32)}@erased.invalid`;
    const whys = (recipients: string, to = 'email') =>
      producer.explain({ type: 'order.shipped', data: shipped, channels: to, recipients }).map(({ why }) => why);
    expect(whys(`ann@example.com, "${'1b'.repeat(32)}" <${erased}>`)).toEqual([
      `takes channels "email"; the notification has email, and does not mail ${erased}, whose address was erased`,
      'takes only channels "webhook"; the notification has email',
      'takes every notification',
    ]);
    expect(whys(erased, 'webhook').join()).not.toContain('erased');
    expect(whys('ann@erased.invalid').join()).not.toContain('does not mail');
  });

  it('refuses entries that publishing would refuse', () => {
    const { producer } = testProducer();
    const explain = () => producer.explain({ type: 'order.shipped', data: { ...shipped, carrier: '' }, ...ann });
    expect(explain).toThrow(expect.objectContaining({ code: 'notification.invalid' }));
  });
});

const EXAMPLES = join(__dirname, '..', '..', 'examples');
const example = (name: string) => JSON.parse(readFileSync(join(EXAMPLES, name), 'utf8'));

describe('the examples', () => {
  it.each([
    ['order-shipped.json', ['email', 'webhook', 'audit']],
    ['payment-failed.json', ['email', 'webhook', 'audit']],
    ['sign-in-new-device.json', ['email', 'webhook', 'audit']],
    ['invoice-issued.json', ['email', 'webhook', 'audit']],
    ['weekly-digest.json', ['email', 'audit']],
  ])('%s reaches %j', async (name, expected) => {
    const { producer, topic } = testProducer({ source: '/nobody', tenant: 'nobody', channels });
    const notification = example(name);
    const reached = producer.explain(notification).filter(({ reached }) => reached);
    expect(reached.map(({ channel }) => channel)).toEqual(expected);
    await producer.publishNotification(notification);
    expect(JSON.parse(topic.published[0]?.body ?? '')).toEqual(notification);
  });

  it('are all tested here, belong to tenant demo and have ids of their own', () => {
    const names = readdirSync(EXAMPLES).filter((name) => name.endsWith('.json'));
    expect(names.sort()).toEqual([
      'invoice-issued.json',
      'order-shipped.json',
      'payment-failed.json',
      'sign-in-new-device.json',
      'weekly-digest.json',
    ]);
    expect(new Set(names.map((name) => example(name).id)).size).toBe(5);
    expect(new Set(names.map((name) => example(name).tenant))).toEqual(new Set(['demo']));
  });
});
