import { A_MESSAGE_ID } from '../testing/factories';
import { aChannel, deliveryTo, recordOf } from './testing/fan-out-fixture';

describe('deliveredEvent', () => {
  const message = deliveryTo('ep_1');

  const forged = (change: object) => JSON.stringify({ ...JSON.parse(message.body), ...change });

  it.each<[string, string]>([
    ['secret text', 'id.missing, notification.tenant.missing, notification.type.missing'],
    ['null', 'id.missing, notification.tenant.missing, notification.type.missing'],
    ['[]', 'id.missing, notification.tenant.missing, notification.type.missing'],
    [forged({ id: 1 }), 'id.malformed'],
    [forged({ id: 'C#acme' }), 'id.malformed'],
    [forged({ id: 'CHAINS' }), 'id.malformed'],
    [forged({ id: A_MESSAGE_ID }), 'id.malformed'],
    [forged({ tenant: '*' }), 'tenant.malformed'],
    [forged({ type: 'Order Shipped' }), 'type.malformed'],
    [forged({ expirytime: 'never' }), 'expirytime.malformed'],
  ])('throws for a forged body, so that SQS dead-letters it, and logs none of its content: %s', async (body, codes) => {
    const { handler, log, effects } = aChannel();
    const failed = await handler({ Records: [recordOf({ ...message, body }, { messageId: A_MESSAGE_ID })] });
    expect(failed).toEqual({ batchItemFailures: [{ itemIdentifier: A_MESSAGE_ID }] });
    expect(effects).toEqual([]);
    const error = `TypeError: delivery message is refused: notification.${codes}`;
    expect(log.lines).toMatchObject([{ event: 'record_failed', fields: { error } }]);
  });
});
