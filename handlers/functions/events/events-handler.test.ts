import type { SQSRecord } from 'aws-lambda';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { BusEvent, EventSource } from '../../../shared/domain/manifest/event-source';
import { derivedId } from '../../../shared/domain/notification/derived-id';
import { memoryChannelQueue } from '../../../shared/memory/memory-channel-queue';
import { memoryLedger } from '../../../shared/memory/memory-ledger';
import type { TopicMessage } from '../../../shared/ports/topic';
import { producerSettings } from '../../../shared/producer/producer-settings';
import { publishOne } from '../../../shared/producer/publish-entries';
import { recordingLogger } from '../../../shared/testing/recording-logger';
import { TestClock } from '../../../shared/testing/test-clock';
import { createEventsHandler, type EventsDependencies } from './events-handler';
import { eventSources } from './sources';
import codepipelineFailed from './sources/codepipeline-failed';

const MESSAGE_ID = '5fea7756-0ea4-451a-a703-a558b933e274';
const NOTHING_FAILED = { batchItemFailures: [] };
const { example } = codepipelineFailed;

function start(change: Partial<EventsDependencies> = {}, refuse?: Error) {
  const [ledger, queue, log] = [memoryLedger(), memoryChannelQueue(), recordingLogger()];
  const published: TopicMessage[] = [];
  const topic = {
    publish: async (message: TopicMessage) => {
      if (refuse) throw refuse;
      return { messageId: `m-${published.push(message)}` };
    },
  };
  const settings = producerSettings({ source: '/events' });
  const handler = createEventsHandler({
    sources: eventSources,
    tenant: 'operations',
    recipients: 'night@example.com',
    publish: (entry) => publishOne(entry, settings, topic),
    ledger,
    queue,
    clock: new TestClock(),
    sleep: () => new Promise(() => undefined),
    log,
    ...change,
  });
  return {
    lines: log.lines,
    deadLetters: () => queue.deadLetters.map(({ body, attributes }) => [body, attributes?.carillonreason?.StringValue]),
    notifications: () => published.map(({ body }) => JSON.parse(body)),
    notes: async (id: string) => (await ledger.history(id)).deliveries,
    handle: (...bodies: string[]) => handler({ Records: bodies.map(aRecord) }),
  };
}

const aRecord = (body: string): SQSRecord =>
  ({ messageId: MESSAGE_ID, body, messageAttributes: {}, attributes: { ApproximateReceiveCount: '1' } }) as never;

const text = (event: object): string => JSON.stringify(event);
const withDetail = (detail: object): BusEvent => ({ ...example, detail: { ...(example.detail as object), ...detail } });
const aSource = (source: Partial<EventSource>): EventSource => ({ ...codepipelineFailed, ...source });

describe('an event of a source', () => {
  it('is published as a notification of its type, with id, time and source of the event', async () => {
    const { handle, notifications, lines } = start();
    expect(await handle(text(example))).toEqual(NOTHING_FAILED);
    const idempotencykey = `codepipeline-failed:${example.id}`;
    const id = derivedId('operations', idempotencykey);
    expect(notifications()).toEqual([
      {
        specversion: '1.0',
        id,
        source: '/events/codepipeline-failed',
        type: 'pipeline.failed',
        subject: 'shop-deploy',
        time: '2026-11-23T09:30:00Z',
        datacontenttype: 'application/json',
        tenant: 'operations',
        channels: 'email',
        severity: 'warning',
        recipients: 'night@example.com',
        idempotencykey,
        data: expect.objectContaining({ pipeline: 'shop-deploy', failedAt: '2026-11-23T09:30:00Z' }),
      },
    ]);
    expect(lines).toEqual([
      {
        level: 'info',
        event: 'event_published',
        fields: { eventId: example.id, source: 'codepipeline-failed', notificationId: id },
      },
    ]);
  });

  it('that comes twice is the same notification, byte for byte', async () => {
    const { handle, notifications } = start();
    await handle(text(example), text(example));
    const [first, second] = notifications();
    expect(second).toEqual(first);
  });

  it('that matches two sources is a notification of each', async () => {
    const other = aSource({ name: 'other' });
    const { handle, notifications } = start({ sources: [codepipelineFailed, other] });
    await handle(text(example));
    expect(notifications().map(({ source }) => source)).toEqual(['/events/codepipeline-failed', '/events/other']);
    expect(new Set(notifications().map(({ id }) => id)).size).toBe(2);
  });

  it('takes tenant, recipients and key from its mapper, where that names them', async () => {
    const given = { tenant: 'shop', recipients: 'ann@example.com', idempotencykey: 'k' };
    const source = aSource({ map: (event) => ({ ...codepipelineFailed.map(event), ...given }) });
    const { handle, notifications } = start({ sources: [source] });
    await handle(text(example));
    expect(notifications()).toEqual([expect.objectContaining({ ...given, id: derivedId('shop', 'k') })]);
  });

  it('comes back where SNS does not take it, and leaves no note', async () => {
    const { handle, deadLetters, notes } = start({}, new CodedError('producer.throttled', 'm', 'f'));
    expect(await handle(text(example))).toEqual({ batchItemFailures: [{ itemIdentifier: MESSAGE_ID }] });
    expect([deadLetters(), await notes(example.id)]).toEqual([[], []]);
  });
});

describe('an event that cannot become a notification', () => {
  it.each([
    ['whose detail the mapper cannot read', withDetail({ pipeline: null }), 'notification.data.invalid'],
    [
      'that breaks the schema of the type',
      withDetail({ pipeline: 'a\nb' }),
      "notification.data.invalid at '/data/pipeline'",
    ],
    ['that no source matches any more', withDetail({ state: 'STARTED' }), 'event.no_source'],
  ])('%s is noted under its id and dead-lettered with the reason, and blocks no other', async (_, event, reason) => {
    const { handle, deadLetters, notes, notifications } = start();
    expect(await handle(text(event), text(example))).toEqual(NOTHING_FAILED);
    expect(deadLetters()).toEqual([[text(event), expect.stringContaining(reason)]]);
    expect(await notes(example.id)).toEqual([
      expect.objectContaining({
        tenant: 'operations',
        channel: 'events',
        target: '',
        state: 'rejected',
        attempts: [expect.objectContaining({ outcome: 'rejected', reason: expect.stringContaining(reason) })],
      }),
    ]);
    expect(notifications()).toHaveLength(1);
  });

  it('whose mapper throws has the error as its reason', async () => {
    const source = aSource({
      map: () => {
        throw new TypeError('detail has no pipeline');
      },
    });
    const { handle, deadLetters } = start({ sources: [source] });
    await handle(text(example));
    const [[, reason] = []] = deadLetters();
    expect(reason).toBe(
      "event.not_mapped at '/detail': the mapper of codepipeline-failed threw TypeError: detail has no pipeline",
    );
  });

  it.each(['null', '[]', '{}', '{"id":"x"}', text({ ...example, detail: 'x' }), text({ ...example, id: 7 })])(
    'because it is none (%s) is noted under the id of its message',
    async (body) => {
      const { handle, deadLetters, notes } = start();
      expect(await handle(body)).toEqual(NOTHING_FAILED);
      expect(deadLetters()).toEqual([[body, expect.stringContaining('event.malformed')]]);
      expect(await notes(MESSAGE_ID)).toHaveLength(1);
    },
  );

  it('and whose id is no UUID is noted under the id of its message', async () => {
    const { handle, notes } = start({ sources: [] });
    await handle(text({ ...example, id: 'C#acme' }));
    expect(await notes(MESSAGE_ID)).toHaveLength(1);
  });

  it('is logged by codes, without what the event holds', async () => {
    const { handle, lines } = start();
    await handle(text(withDetail({ pipeline: 'secret\n' })));
    const reason = 'notification.subject.malformed notification.data.invalid';
    const fields = { eventId: example.id, messageId: MESSAGE_ID, reason };
    expect(lines).toEqual([{ level: 'error', event: 'event_refused', fields }]);
  });
});
