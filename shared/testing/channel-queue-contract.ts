import { ulid } from 'ulid';
import { MAX_DELAY_SECONDS } from '../domain/delivery/retry-schedule';
import type { ChannelQueue, QueueMessage, SourceQueue } from '../ports/channel-queue';
import { aMessage, aNotification } from './factories';

export interface ChannelQueueFixture {
  readonly queue: ChannelQueue;
  /** The same queue, as the sweeper uses it. */
  readonly source: SourceQueue;
  /** The messages that can be received from the source queue now, once each, in any order. */
  receive(): Promise<readonly QueueMessage[]>;
  /** The same for the dead-letter queue. */
  receiveDeadLetters(): Promise<readonly QueueMessage[]>;
}

/** More than two batches of ten. */
const MANY = 23;

/** Contract of every channel queue. Ignores foreign messages, so that a queue may be shared. */
export function describeChannelQueueContract(name: string, makeFixture: () => ChannelQueueFixture): void {
  describe(`${name}, as a channel queue`, () => {
    it('stores more messages than fit into one batch', async () => {
      const { queue, receive } = makeFixture();
      const messages = Array.from({ length: MANY }, () => aMessage());
      await queue.send(messages, 0);
      expect(byBody(own(await receive(), messages))).toEqual(byBody(messages));
    });

    it('stores messages that are too large for one batch together', async () => {
      const { queue, receive } = makeFixture();
      const messages = [1, 2, 3].map((n) => aMessage(aNotification({ data: { n, text: 'x'.repeat(120_000) } })));
      await queue.send(messages, 0);
      expect(byBody(own(await receive(), messages))).toEqual(byBody(messages));
    });

    it('keeps body, attributes and group of a message', async () => {
      const { queue, receive } = makeFixture();
      const message = { ...aMessage(aNotification({ data: { text: 'schön 🎉\t"quoted"\n' } })), groupId: ulid() };
      const attributes = { ...message.attributes, attempt: { DataType: 'Number', StringValue: '2' } };
      await queue.send([{ ...message, attributes }], 0);
      expect(own(await receive(), [message])).toEqual([{ ...message, attributes }]);
    });

    it('stores a message without attributes and group', async () => {
      const { queue, receive } = makeFixture();
      const message = { body: `bare ${ulid()}`, attributes: {} };
      await queue.send([message], 0);
      expect(own(await receive(), [message])).toEqual([message]);
    });

    it('sends nothing when there is nothing to send', async () => {
      const { queue } = makeFixture();
      await expect(queue.send([], 0)).resolves.toBeUndefined();
    });

    it('holds a delayed message back', async () => {
      const { queue, receive } = makeFixture();
      const message = aMessage();
      await queue.send([message], MAX_DELAY_SECONDS);
      expect(own(await receive(), [message])).toEqual([]);
    });

    it('refuses a message over the size limit', async () => {
      const { queue } = makeFixture();
      const tooLarge = { ...aMessage(), body: 'x'.repeat(262_145) };
      await expect(queue.send([tooLarge], 0)).rejects.toThrow();
    });

    it('stores what is offered beside a message that it refuses', async () => {
      const { source, receive } = makeFixture();
      const [first, last] = [aMessage(), aMessage()];
      const many = Array.from({ length: MANY }, () => aMessage());
      const tooLarge = { ...aMessage(), body: 'x'.repeat(262_145) };
      const refusals = await source.offer([first, tooLarge, ...many, last]);
      expect(refusals).toEqual([undefined, expect.any(String), ...many.map(() => undefined), undefined]);
      expect(byBody(own(await receive(), [first, ...many, last]))).toEqual(byBody([first, ...many, last]));
    });

    it('stores what is offered beside a message with something in it that SQS does not take', async () => {
      const { source, receive } = makeFixture();
      const [first, last] = [aMessage(), aMessage()];
      const empty = { ...aMessage(), body: '' };
      expect(await source.offer([first, empty, last])).toEqual([undefined, expect.any(String), undefined]);
      expect(byBody(own(await receive(), [first, last]))).toEqual(byBody([first, last]));
    });

    it('is offered nothing when there is nothing to send', async () => {
      expect(await makeFixture().source.offer([])).toEqual([]);
    });

    it('keeps a dead letter apart from the source queue', async () => {
      const { queue, receive, receiveDeadLetters } = makeFixture();
      const message = { ...aMessage(), groupId: ulid() };
      await queue.deadLetter(message);
      expect(own(await receiveDeadLetters(), [message])).toEqual([message]);
      expect(own(await receive(), [message])).toEqual([]);
    });
  });
}

const own = (received: readonly QueueMessage[], sent: readonly QueueMessage[]): QueueMessage[] =>
  received.filter(({ body }) => sent.some((message) => message.body === body));

const byBody = (messages: readonly QueueMessage[]): QueueMessage[] =>
  messages.toSorted((left, right) => (left.body < right.body ? -1 : 1));
