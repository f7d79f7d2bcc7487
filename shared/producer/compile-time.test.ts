import { createProducer, type Entry, type Fault, type Producer, PublishError, type Topic } from './';
import { shipped, TOPIC_ARN, testProducer } from './testing/test-producer';

/**
 * Compile-time checks: `tsc` reports an expected error that does not occur. At run time the same entries are refused too.
 */
async function refusedByTheCompiler(producer: Producer): Promise<void> {
  // @ts-expect-error: the catalogue has no such type
  await producer.publish('order.shiped', shipped);
  // @ts-expect-error: carrier is missing
  await producer.publish('order.shipped', { orderNumber: 'A-1', items: [] });
  // @ts-expect-error: quantity is a number
  await producer.publish('order.shipped', { ...shipped, items: [{ name: 'lamp', quantity: '1' }] });
  // @ts-expect-error: nothing is called carier
  await producer.publish('order.shipped', { ...shipped, carier: 'Northline' });
  // @ts-expect-error: the reason is one of three
  await producer.publish('payment.failed', { reason: 'bored' });
  // @ts-expect-error: severities are info, warning and critical
  await producer.publish('order.shipped', shipped, { severity: 'fatal' });
  // @ts-expect-error: nothing is called recipient
  await producer.publish('order.shipped', shipped, { recipient: 'ann@example.com' });
  // @ts-expect-error: data of a type of the catalogue is checked here too
  await producer.publishNotification({ type: 'order.shipped', data: { orderNumber: 7 } });
  await producer.publishBatch([
    { type: 'invoice.created', data: {} },
    // @ts-expect-error: and in a batch, beside others
    { type: 'order.shipped', data: {} },
  ]);
  // @ts-expect-error: and where it is explained
  producer.explain({ type: 'payment.failed', data: shipped });
  // @ts-expect-error: and where it is validated
  producer.validate({ type: 'payment.failed', data: shipped });
  // @ts-expect-error: a batch has no option of that name
  await producer.publishBatch([], { atomically: true });
  const [result] = await producer.publishBatch([{ type: 'order.shipped', data: shipped }]);
  // @ts-expect-error: only what was published has a message id
  result?.messageId;
}

async function takenByTheCompiler(producer: Producer): Promise<void> {
  const orders: Entry<'order.shipped'>[] = [{ type: 'order.shipped', data: shipped }];
  const mixed: (Entry<'order.shipped'> | Entry<'invoice.created'>)[] = [
    ...orders,
    { type: 'invoice.created', data: {} },
  ];
  const types: string[] = ['a.b', 'c.d'];
  await producer.publishBatch(orders);
  await producer.publishBatch(mixed);
  await producer.publishBatch(types.map((type) => ({ type, data: { free: true }, channels: ['webhook'] })));
  await producer.publishBatch([
    { type: 'order.shipped', data: shipped },
    { type: 'invoice.created', data: { n: 1 } },
  ]);
  for (const result of await producer.publishBatch(orders, { atomic: false })) {
    if (result.status === 'failed') await producer.publishNotification(result.notification);
    if (result.status === 'refused') result.faults.map(({ code, path }) => `${code} ${path}`);
  }
  const faults: readonly Fault[] = producer.validate({ type: 'order.shipped', data: shipped });
  await producer.publish('order.shipped', shipped).catch(async (error: unknown) => {
    if (!(error instanceof PublishError) || faults.length > 0) throw error;
    await producer.publishNotification(error.notification);
  });
}

/** A producer publishes in one way: what belongs to the other is refused. */
function waysApart(topicArn: string, endpoint: string, topic: Topic): readonly Producer[] {
  return [
    // @ts-expect-error: either a topic or an endpoint
    createProducer({ source: '/x', topicArn, endpoint, token: 't' }),
    // @ts-expect-error: a token is for the API
    createProducer({ source: '/x', topicArn, token: 't' }),
    createProducer({ source: '/x', endpoint, token: 't', topic }),
    createProducer({ source: '/x', topicArn, endpoint: undefined }),
  ];
}

describe('the SDK’s types', () => {
  it('keep the two ways apart', () => {
    const { topic } = testProducer();
    expect(waysApart(TOPIC_ARN, 'https://api.example.com', topic)).toHaveLength(4);
  });

  it('are checked by tsc; what they refuse is refused at run time too', async () => {
    const { producer } = testProducer();
    await expect(refusedByTheCompiler(producer)).rejects.toMatchObject({ code: 'notification.invalid' });
    await expect(takenByTheCompiler(producer)).rejects.toMatchObject({ code: 'notification.invalid' });
  });
});
