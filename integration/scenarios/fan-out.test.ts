import { ulid } from 'ulid';
import { channels } from '../../handlers';
import type { Notification } from '../../shared/domain/notification/notification';
import { parseRecipients } from '../../shared/domain/notification/recipients';
import { createProducer } from '../../shared/producer';
import { aTenant } from '../../shared/testing/factories';
import { exampleNotifications } from '../../tools/local/demo/examples';
import { type Receiver, startReceiver } from '../../tools/local/demo/receiver';
import { ledger, sns, state } from '../support/harness';
import { scenario } from '../support/scenario';
import { mailsTo, register, settled, states } from '../support/world';

const examples = exampleNotifications();
const producer = createProducer({ topicArn: state.outputs.topic_arn, source: '/scenarios', client: sns });

/** An example with the current time, for a tenant and recipients of this scenario only. */
function fresh({ id, time, recipients = '', ...example }: Notification, tenant: string) {
  return { ...example, tenant, recipients: recipients.replaceAll('@', `-${ulid().toLowerCase()}@`) };
}

const addresses = (recipients: string): string[] => {
  const parsed = parseRecipients(recipients);
  return parsed.ok ? parsed.recipients.map(({ address }) => address) : [];
};

scenario('webhook', ['functions', 'webhook', 'ses', 'inbox'], () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.close());

  test.each(examples.map((example) => [example.type, example] as const))(
    '%s goes by SDK to exactly the channels that it names',
    async (_type, example) => {
      const tenant = aTenant();
      const endpoint = await register(receiver, tenant);
      const entry = fresh(example, tenant);
      const { id } = await producer.publishNotification(entry);
      const boxes = addresses(entry.recipients);
      const posted = entry.channels.includes('webhook') ? [`webhook ${endpoint.id} delivered`] : [];
      const history = await settled(id, boxes.length + posted.length);
      expect(states(history)).toEqual([...boxes.map((box) => `email ${box} sent`), ...posted].sort());
      expect(receiver.posts(`/${endpoint.id}`)).toMatchObject(posted.map(() => ({ verified: true })));
      for (const box of boxes) expect(await mailsTo(box)).toHaveLength(1);
    },
  );
});

scenario('fan-out', ['functions', 'ses'], () => {
  test.each(['email', 'webhook', 'audit', 'email,audit'])(
    'a notification for %s reaches nobody else',
    async (names) => {
      const [example] = examples;
      if (!example) throw new Error('there are no examples');
      const { id } = await producer.publishNotification({ ...fresh(example, aTenant()), channels: names });
      const wanted = names.split(',').filter((name) => name !== 'audit');
      await settled(id, wanted.length);
      // Barrier: publish to the other channels; once that arrives, a stray would have arrived before it.
      for (const { name } of channels) {
        const marker = await producer.publishNotification({ ...fresh(example, aTenant()), channels: name });
        await settled(marker.id, name === 'audit' ? 0 : 1);
      }
      expect((await ledger.history(id)).deliveries.map(({ channel }) => channel)).toEqual(wanted);
    },
  );
});
