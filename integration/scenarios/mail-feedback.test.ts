import { PublishCommand } from '@aws-sdk/client-sns';
import { ulid } from 'ulid';
import { aNotification, aTenant } from '../../shared/testing/factories';
import { sesEvent } from '../../shared/testing/ses-events';
import { ledger, preferences, sns, state } from '../support/harness';
import { scenario } from '../support/scenario';
import { eventually, publish, reasonOf, settled, states, takeDeadLetters } from '../support/world';

type EventType = Parameters<typeof sesEvent>[0];

/** A notification mailed to one address, and a function that publishes an SES event about that mail. */
async function aMailedNotification() {
  const address = `${ulid().toLowerCase()}@example.com`;
  const tenant = aTenant();
  const notification = aNotification({ tenant, channels: 'email', type: 'invoice.created', recipients: address });
  await publish(notification);
  await settled(notification.id, 1);
  const mail = { notificationId: notification.id, tenant, address };
  const say = (type: EventType, details?: object) => publishEvent(sesEvent(type, mail, details));
  const stateIs = (expected: string) =>
    eventually(
      () => ledger.history(notification.id),
      (history) => states(history)[0] === `email ${address} ${expected}`,
    );
  return { address, tenant, say, stateIs };
}

/** Publishes in place of SES: no target publishes its feedback events. */
async function publishEvent(Message: string): Promise<void> {
  await sns.send(new PublishCommand({ TopicArn: state.outputs.mail_events_topic_arn, Message }));
}

scenario('mail feedback', ['functions', 'ses'], () => {
  test('a mail is delayed, then delivered, and says so', async () => {
    const { say, stateIs } = await aMailedNotification();
    await say('DeliveryDelay');
    await stateIs('delayed');
    await say('Delivery');
    const { deliveries } = await stateIs('delivered');
    expect(deliveries[0]?.feedback?.reason).toBe('250 2.6.0 Message received');
  });

  test('a permanent bounce suppresses the address for every tenant, and the next mail is not sent', async () => {
    const { address, say, stateIs } = await aMailedNotification();
    await say('Bounce');
    await stateIs('bounced');
    const next = aNotification({ channels: 'email', type: 'invoice.created', recipients: address });
    await publish(next);
    expect(states(await settled(next.id, 1))).toEqual([`email ${address} suppressed`]);
  });

  test('a complaint suppresses the address for its tenant, and outlasts whatever comes late', async () => {
    const { address, tenant, say, stateIs } = await aMailedNotification();
    await say('Complaint');
    await stateIs('complained');
    await say('Delivery');
    const bystander = await aMailedNotification();
    await bystander.say('Delivery');
    await bystander.stateIs('delivered');
    await stateIs('complained');
    expect(await preferences.objections(address)).toMatchObject([{ scope: tenant, reason: 'COMPLAINT' }]);
  });

  test('a message that is no SES event is dead-lettered with its reason', async () => {
    const text = `hello ${ulid()}`;
    await publishEvent(text);
    const [letter] = await takeDeadLetters('email-feedback-dlq', text);
    expect(reasonOf(letter)).toBe('mail_event.malformed: not an event of SES: no eventType');
  });
});
