import { aMessage } from '../testing/factories';
import { aChannel, notification, recordOf, success } from './testing/fan-out-fixture';

describe('suppress', () => {
  it('notes a notification without a target as suppressed', async () => {
    const { handler, states, queue } = aChannel({ kind: 'none', reason: 'no endpoint wants it' });
    expect(await handler({ Records: [recordOf(aMessage(notification))] })).toEqual(success);
    expect([await states(notification.id), queue.sent]).toEqual([['suppressed'], []]);
  });
});
