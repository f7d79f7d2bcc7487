import { describeChannelQueueContract } from '../testing/channel-queue-contract';
import { aMessage } from '../testing/factories';
import { memoryChannelQueue } from './memory-channel-queue';

describeChannelQueueContract('memoryChannelQueue', () => {
  const queue = memoryChannelQueue();
  return {
    queue,
    source: queue,
    receive: async () => queue.sent.filter(({ delaySeconds }) => delaySeconds === 0).map(({ message }) => message),
    receiveDeadLetters: async () => queue.deadLetters,
  };
});

describe('memoryChannelQueue', () => {
  it('shows what was sent, with its delay', async () => {
    const queue = memoryChannelQueue();
    const message = aMessage();
    await queue.send([message], 30);
    expect(queue.sent).toEqual([{ message, delaySeconds: 30 }]);
  });

  // Not in the contract: there are emulators that take any delay.
  it.each([-1, 0.5, 901, Number.NaN])('refuses a delay of %d s', async (delaySeconds) => {
    const queue = memoryChannelQueue();
    await expect(queue.send([aMessage()], delaySeconds)).rejects.toThrow(/expected a whole number from 0 to 900/);
    expect(queue.sent).toEqual([]);
  });

  const attribute = { DataType: 'String', StringValue: 'x' };
  const eleven = Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`a${n}`, attribute]));
  it.each([
    ['eleven attributes', { body: 'x', attributes: eleven }, 'message has 11 attributes, expected at most 10'],
    ['an empty body', { body: '', attributes: {} }, 'body or attribute is empty, expected at least one character'],
    ['a character that SQS refuses', { body: 'a\u0001', attributes: {} }, /holds a character that SQS refuses/],
    ['half of a surrogate pair', { body: 'a\uD800', attributes: {} }, /holds a character that SQS refuses/],
  ])('refuses %s, and stores nothing', async (_what, message, error) => {
    const queue = memoryChannelQueue();
    await expect(queue.send([aMessage(), message], 0)).rejects.toThrow(error);
    await expect(queue.deadLetter(message)).rejects.toThrow(error);
    expect([queue.sent, queue.deadLetters]).toEqual([[], []]);
  });
});
