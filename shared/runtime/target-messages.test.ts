import { messageBytes } from '../domain/notification/message-size';
import type { QueueMessage } from '../ports/channel-queue';
import { A_MESSAGE_ID, aMessage, aNotification, aReceived } from '../testing/factories';
import { createChannelHandler } from './channel-handler';
import { fanOut } from './fan-out';
import { forRange } from './message/for-targets';
import { redriven } from './message/redriven';
import type { TargetPart } from './target-channel';
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

describe('targetMessages, for more targets than a hundred ranges have', () => {
  const keyOf = (n: number) => `ep_${String(n).padStart(6, '0')}`;
  const keysFrom = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => keyOf(from + n));
  const rangesOf = (sent: readonly { readonly message: QueueMessage }[]) =>
    sent.map(({ message }) => aReceived(message).range);

  it('sends a hundred ranges of a hundred targets', async () => {
    const { handler, queue } = aChannel(targets(...keysFrom(1, 10_000)));
    await handler({ Records: [recordOf(aMessage(notification))] });
    expect(rangesOf(queue.sent)).toHaveLength(100);
    expect(rangesOf(queue.sent)[99]).toEqual({ from: keyOf(9_901), to: keyOf(10_000) });
  });

  it('divides a hundred thousand into ten ranges, each of these into a hundred, and loses none', async () => {
    const { handler, queue } = aChannel(targets(...keysFrom(1, 100_000)));
    await handler({ Records: [recordOf(aMessage(notification))] });
    const first = [...queue.sent];
    expect(rangesOf(first)).toEqual(
      Array.from({ length: 10 }, (_, n) => ({ from: keyOf(n * 10_000 + 1), to: keyOf((n + 1) * 10_000) })),
    );
    await handler({ Records: first.slice(3, 4).map(({ message }) => recordOf(message)) });
    const second = queue.sent.slice(first.length);
    expect(rangesOf(second)).toEqual(
      Array.from({ length: 100 }, (_, n) => ({ from: keyOf(30_001 + n * 100), to: keyOf(30_100 + n * 100) })),
    );
    await handler({ Records: second.slice(7, 8).map(({ message }) => recordOf(message)) });
    const third = queue.sent.slice(first.length + second.length);
    expect(third.map(({ message }) => aReceived(message).target)).toEqual(keysFrom(30_701, 30_800));
  });
});

it('asks the channel for the targets of a range, and notes nothing if none of them is left', async () => {
  const { channel, dependencies, queue, states } = aChannel();
  const asked: unknown[] = [];
  const expand = async (_: unknown, __: unknown, { range }: TargetPart) => {
    asked.push(range);
    return { kind: 'none', reason: 'nobody wants it' } as const;
  };
  const handler = createChannelHandler(dependencies, fanOut({ ...channel, expand }, dependencies));
  const range = { from: 'ep_1', to: 'ep_2' };
  expect(await handler({ Records: [recordOf(forRange(aReceived(aMessage(notification)), range))] })).toEqual(success);
  expect([asked, queue.sent, queue.deadLetters, await states(notification.id)]).toEqual([[range], [], [], []]);
});
