import { messageBytes } from '../domain/notification/message-size';
import type { QueueMessage } from '../ports/channel-queue';
import { A_MESSAGE_ID, aMessage, aNotification, aReceived } from '../testing/factories';
import { forRange } from './message/for-targets';
import { redriven } from './message/redriven';
import { aChannel, notification, recordOf, success, targets } from './testing/fan-out-fixture';

describe('targetMessages', () => {
  it('sends nothing for an expired notification', async () => {
    const expired = aNotification({ expirytime: '2026-11-23T09:30:00Z' });
    const { handler, ledger, queue } = aChannel();
    expect(await handler({ Records: [recordOf(aMessage(expired))] })).toEqual(success);
    const { deliveries } = await ledger.history(expired.id);
    expect(deliveries).toMatchObject([
      { state: 'suppressed', attempts: [{ reason: 'expired at 2026-11-23T09:30:00Z' }] },
    ]);
    expect(queue.sent).toEqual([]);
  });
});

describe('targetMessages, for more targets than one message may fan out to', () => {
  const MANY = Array.from({ length: 250 }, (_, n) => `ep_${String(n).padStart(3, '0')}`);
  const shuffled = MANY.toSorted((one, other) => (one.slice(-1) + one < other.slice(-1) + other ? -1 : 1));
  const parts = (message: QueueMessage) =>
    [
      ['ep_000', 'ep_099'],
      ['ep_100', 'ep_199'],
      ['ep_200', 'ep_249'],
    ].map(([from = '', to = '']) => forRange(message, { from, to }));

  it('divides the targets into ranges first, so that no invocation sends more than it can', async () => {
    const { handler, queue } = aChannel(targets(...shuffled));
    const message = aMessage(notification);
    expect(await handler({ Records: [recordOf(message)] })).toEqual(success);
    expect(queue.sent).toEqual(parts(message).map((part) => ({ message: part, delaySeconds: 0 })));
  });

  it('fans each range out to its own targets, with one message each', async () => {
    const { handler, queue } = aChannel(targets(...shuffled));
    await handler({ Records: parts(aMessage(notification)).map((part) => recordOf(part)) });
    const sent = queue.sent.map(({ message }) => aReceived(message).target);
    expect(sent.toSorted()).toEqual(MANY);
  });

  it('keeps the redrive mark in every range and every delivery message', async () => {
    const { handler, queue } = aChannel(targets(...shuffled));
    await handler({ Records: [recordOf(redriven(aMessage(notification), 'refused'), { messageId: A_MESSAGE_ID })] });
    const again = queue.sent.map(({ message }) => recordOf(message));
    await handler({ Records: again });
    expect(queue.sent).toHaveLength(3 + 250);
    expect(queue.sent.filter(({ message }) => aReceived(message).redrive !== '2026-11-23T09:30:00.000Z')).toEqual([]);
  });

  it('delivers at once if a range has one target left, and notes nothing if it has none', async () => {
    const { handler, queue, states } = aChannel(targets('ep_100'));
    await handler({ Records: parts(aMessage(notification)).map((part) => recordOf(part)) });
    expect([queue.sent, await states(notification.id)]).toEqual([[], ['ep_100 delivered']]);
  });

  it('fans out to a hundred targets without ranges', async () => {
    const { handler, queue } = aChannel(targets(...MANY.slice(0, 100)));
    await handler({ Records: [recordOf(aMessage(notification))] });
    expect(queue.sent).toHaveLength(100);
  });

  it('divides a notification of the maximum size into ranges', async () => {
    const padding = 260_096 - messageBytes(aMessage(aNotification({ data: { padding: '' } })));
    const largest = aNotification({ data: { padding: 'x'.repeat(padding) } });
    const { handler, queue } = aChannel(targets(...MANY));
    await handler({ Records: [recordOf(aMessage(largest))] });
    expect([queue.sent.length, queue.deadLetters]).toEqual([3, []]);
  });
});
