import { channels } from '../../../handlers';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { publishEntries } from '../../../shared/operations/publish/publish-entries';
import { fakeTopic } from '../../../shared/producer/testing/fake-topic';
import { NOW, shipped, testId } from '../../../shared/producer/testing/test-producer';
import { describeFailure } from '../describe-failure';
import { formatResults, throwWhenFailed } from './publish';

/** What comes of a publish that SNS does not answer. */
async function unreachable(value: unknown): Promise<unknown> {
  const error = new CodedError('producer.unreachable', 'm', 'publish it again with the same id and time');
  const topic = { ...fakeTopic(), publish: () => Promise.reject(error) };
  const request = { entries: [{ value }], source: '/shop', tenant: 'demo', unknownTypes: 'allow' } as const;
  const ports = { topic, channels, clock: { now: () => NOW }, sleep: async () => undefined };
  return publishEntries(request, ports).catch((reason: unknown) => reason);
}

describe('publishing', () => {
  test('reports for a single notification that may have arrived what to publish again', async () => {
    const value = {
      id: testId(0),
      type: 'order.shipped',
      data: shipped,
      recipients: 'ada@example.com',
      time: '2026-11-23T09:30:00Z',
    };
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
});

describe('results', () => {
  const published = { id: testId(0), status: 'published', messageId: 'm-1' } as const;
  const notification = { specversion: '1.0' } as never;
  const failed = { id: testId(1), status: 'failed', code: 'producer.failed', message: 'no', notification } as const;

  test('of one notification end with the next command, on the same stack', () => {
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
