import { derivedId } from '../../../shared/domain/notification/derived-id';
import { CodedError, type TopicAnswer } from '../../../shared/producer';
import { fakeTopic } from '../../../shared/producer/testing/fake-topic';
import { NOW, shipped, testId, testProducer } from '../../../shared/producer/testing/test-producer';
import { describeFailure } from '../describe-failure';
import { formatResults } from './format-results';
import { identify, publishEntries, throwWhenFailed } from './publish-file';

const recipients = 'ada@example.com';
const entry = (n: number, value: object = {}, line = n + 1) => ({
  value: { id: testId(n), type: 'order.shipped', data: shipped, recipients, ...value },
  line,
});
const refused: TopicAnswer = { status: 'failed', code: 'producer.throttled', message: 'slow down', retryable: false };

/** What comes of a publish that SNS does not answer. */
async function unreachable(value: unknown): Promise<unknown> {
  const error = new CodedError('producer.unreachable', 'm', 'publish it again with the same id and time');
  const { producer } = testProducer({ topic: { ...fakeTopic(), publish: () => Promise.reject(error) } });
  return publishEntries([{ value }], producer).catch((reason: unknown) => reason);
}

describe('publishing', () => {
  test('says of each entry what became of it', async () => {
    const { producer, topic } = testProducer({ topic: fakeTopic({ [testId(1)]: [refused] }) });
    const results = await publishEntries([entry(0), entry(1), entry(2, {}, 5)], producer);
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
    const { producer, topic } = testProducer();
    const entries = [entry(0), entry(1, { time: 'today' }, 3), { value: [], line: 4 }];
    await expect(publishEntries(entries, producer)).rejects.toMatchObject({
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
    const { producer, topic } = testProducer();
    const fault = { code: 'json.number_precision', path: '/data/weight', message: 'm' };
    const entries = [entry(0), { ...entry(1), faults: [fault] }, entry(2, { time: 'today' })];
    const faults = [
      { ...fault, line: 2 },
      { code: 'notification.time.malformed', path: '/time', line: 3 },
    ];
    await expect(publishEntries(entries, producer)).rejects.toMatchObject({
      message: '2 of 3 notifications are invalid; nothing was sent',
      faults,
    });
    await expect(publishEntries(entries.slice(1, 2), producer)).rejects.toMatchObject({
      faults: [{ ...fault, line: 2 }],
    });
    expect(topic.published).toEqual([]);
  });

  test('of a single notification names its faults without a line', async () => {
    const { producer } = testProducer();
    const { value } = entry(0, { time: 'today' });
    await expect(publishEntries([{ value }], producer)).rejects.toMatchObject({
      message: 'the notification is invalid; nothing was sent',
      faults: [{ code: 'notification.time.malformed', path: '/time', message: expect.any(String) }],
    });
  });

  test('of a single notification that may have arrived says what to publish again', async () => {
    const { value } = entry(0, { time: '2026-11-23T09:30:00Z' });
    const error = await unreachable(value);
    const fix = `publish it again with id ${testId(0)} and time 2026-11-23T09:30:00Z`;
    expect(describeFailure(error, false)).toBe(`error producer.unreachable: m\nfix: ${fix}`);
    expect(JSON.parse(describeFailure(error, true))).toEqual({
      error: {
        code: 'producer.unreachable',
        message: 'm',
        fix,
        faults: [],
        notification: expect.objectContaining({ ...value, tenant: 'demo', channels: 'email,webhook' }),
      },
    });
  });

  test('of a single notification with an idempotency key names the id that follows from it', async () => {
    const { id: _, ...keyed } = entry(0, { idempotencykey: 'k' }).value;
    const { fix } = (await unreachable(keyed)) as CodedError;
    expect(fix).toContain(`with id ${derivedId('demo', 'k')} and time 2026-11-23T09:30:00.000Z`);
  });
});

describe('id and time', () => {
  const clock = { now: () => NOW };
  const value = { id: testId(7), time: '2020-01-01T00:00:00Z', type: 'order.shipped' };

  test('are filled in where they are missing', () => {
    expect(identify({}, clock)({ value: { type: 'a' } })).toEqual({
      value: { id: expect.stringMatching(/^01M83VVAE0/), time: '2026-11-23T09:30:00.000Z', type: 'a' },
    });
  });

  test('stay where they are given, so that a repetition is recognised', () => {
    expect(identify({}, clock)({ value, line: 3 })).toEqual({ value, line: 3 });
  });

  test('are replaced with --as-new', () => {
    const replaced = identify({ asNew: true }, clock)({ value });
    expect(replaced).toEqual({ value: { ...value, id: expect.any(String), time: '2026-11-23T09:30:00.000Z' } });
    expect(replaced).not.toMatchObject({ value: { id: value.id } });
  });
});

describe('results', () => {
  const published = { id: testId(0), status: 'published', messageId: 'm-1' } as const;
  const notification = { specversion: '1.0' } as never;
  const failed = { id: testId(1), status: 'failed', code: 'producer.failed', message: 'no', notification } as const;

  test('of one notification end with what to do next, on the same stack', () => {
    expect(formatResults([published], { outputs: 'prod.json' })).toBe(
      `published  ${testId(0)}  SNS message m-1

what becomes of it: npx carillon status ${testId(0)} --watch --outputs prod.json`,
    );
  });

  test('of several name the line of each', () => {
    const results = [
      { line: 1, ...published },
      { line: 12, ...failed },
    ];
    expect(formatResults(results, {})).toBe(
      `line 1   published  ${testId(0)}  SNS message m-1\nline 12  failed     ${testId(1)}  producer.failed: no`,
    );
    expect(
      formatResults(results, { json: true })
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(results);
  });

  test('with a failure end in an error that counts them', () => {
    expect(() => throwWhenFailed([published])).not.toThrow();
    expect(() => throwWhenFailed([published, failed])).toThrow(
      expect.objectContaining({ code: 'cli.not_published', message: '1 of 2 notifications were not published' }),
    );
  });
});
