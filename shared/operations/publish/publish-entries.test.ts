import { channels } from '../../../handlers';
import { CodedError } from '../../domain/kit/errors/coded-error';
import { derivedId } from '../../domain/notification/derived-id';
import type { Topic, TopicAnswer } from '../../ports/topic';
import { fakeTopic } from '../../producer/testing/fake-topic';
import { NOW, shipped, testId } from '../../producer/testing/test-producer';
import type { InputEntry } from '../entries/parse-entries';
import { publishEntries } from './publish-entries';

const publish = (entries: readonly InputEntry[], topic: Topic) =>
  publishEntries(
    { entries, source: '/shop', tenant: 'demo', unknownTypes: 'allow' },
    { topic, channels, clock: { now: () => NOW }, sleep: async () => undefined },
  );

const recipients = 'ada@example.com';
const entry = (n: number, value: object = {}, line = n + 1) => ({
  value: { id: testId(n), type: 'order.shipped', data: shipped, recipients, ...value },
  line,
});
const refused: TopicAnswer = { status: 'failed', code: 'producer.throttled', message: 'slow down', retryable: false };

/** The result of a publish that SNS does not answer. */
async function unreachable(value: unknown): Promise<unknown> {
  const error = new CodedError('producer.unreachable', 'm', 'publish it again with the same id and time');
  const topic = { ...fakeTopic(), publish: () => Promise.reject(error) };
  return publish([{ value }], topic).catch((reason: unknown) => reason);
}

describe('publishing', () => {
  test('returns a result for each entry', async () => {
    const topic = fakeTopic({ [testId(1)]: [refused] });
    const results = await publish([entry(0), entry(1), entry(2, {}, 5)], topic);
    expect(results).toEqual([
      { line: 1, id: testId(0), status: 'published', messageId: 'message-1' },
      {
        line: 2,
        id: testId(1),
        status: 'failed',
        code: 'producer.throttled',
        message: 'slow down',
        notification: expect.objectContaining({ id: testId(1), tenant: 'demo', data: shipped }),
      },
      { line: 5, id: testId(2), status: 'published', messageId: 'message-2' },
    ]);
    expect(topic.published).toHaveLength(2);
  });

  test('is refused for all with every fault at its line, before anything is sent', async () => {
    const topic = fakeTopic();
    const entries = [entry(0), entry(1, { time: 'today' }, 3), { value: [], line: 4 }];
    await expect(publish(entries, topic)).rejects.toMatchObject({
      code: 'notification.invalid',
      message: '2 of 3 notifications are invalid; nothing was sent',
      faults: [
        { code: 'notification.time.malformed', path: '/time', line: 3 },
        { code: 'notification.not_an_object', path: '', line: 4 },
      ],
    });
    expect(topic.published).toEqual([]);
  });

  test('is refused for digits that only the text of the input had, with every other fault', async () => {
    const topic = fakeTopic();
    const fault = { code: 'json.number_precision', path: '/data/weight', message: 'm' };
    const entries = [entry(0), { ...entry(1), faults: [fault] }, entry(2, { time: 'today' })];
    const faults = [
      { ...fault, line: 2 },
      { code: 'notification.time.malformed', path: '/time', line: 3 },
    ];
    await expect(publish(entries, topic)).rejects.toMatchObject({
      message: '2 of 3 notifications are invalid; nothing was sent',
      faults,
    });
    await expect(publish(entries.slice(1, 2), topic)).rejects.toMatchObject({
      faults: [{ ...fault, line: 2 }],
    });
    expect(topic.published).toEqual([]);
  });

  test('of a single notification names its faults without a line', async () => {
    const { value } = entry(0, { time: 'today' });
    await expect(publish([{ value }], fakeTopic())).rejects.toMatchObject({
      message: 'the notification is invalid; nothing was sent',
      faults: [{ code: 'notification.time.malformed', path: '/time', message: expect.any(String) }],
    });
  });

  test('of a single notification with an idempotency key names the id that follows from it', async () => {
    const { id: _, ...keyed } = entry(0, { idempotencykey: 'k' }).value;
    const { fix } = (await unreachable(keyed)) as CodedError;
    expect(fix).toContain(`with id ${derivedId('demo', 'k')} and time 2026-11-23T09:30:00.000Z`);
  });
});
