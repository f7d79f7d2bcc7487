import { memoryChannelQueue } from '../../../shared/memory/memory-channel-queue';
import type { ImportEnd } from '../../../shared/operations/import/work-on-import';
import { aRecord } from '../../../shared/testing/factories';
import { recordingLogger } from '../../../shared/testing/recording-logger';
import { createIngestHandler } from './ingest-handler';

function start(run: (key: string) => Promise<ImportEnd>) {
  const [queue, log] = [memoryChannelQueue(), recordingLogger()];
  const sleep = () => new Promise<never>(() => undefined);
  const handler = createIngestHandler({ queue, log, sleep, run });
  const handle = (body: string) => handler({ Records: [aRecord({ body, attributes: {} }, { messageId: 'm' })] });
  return { queue, log, handle };
}

const event = (key: unknown) => JSON.stringify({ source: 'aws.s3', detail: { object: { key, etag: 'e' } } });
const DONE = { batchItemFailures: [] };

test.each(['inbox/acme/a b+c%20(ü).csv', 'inbox/acme/1.ndjson'])(
  'the file of an event is imported, by exactly its key: %s',
  async (key) => {
    const keys: string[] = [];
    const { handle, queue } = start(async (one) => {
      keys.push(one);
      return 'over';
    });
    expect(await handle(event(key))).toEqual(DONE);
    expect([keys, queue.sent]).toEqual([[key], []]);
  },
);

test('an import with more to do continues by a message, which leads to the same file', async () => {
  const keys: string[] = [];
  const { handle, queue } = start(async (key) => {
    keys.push(key);
    return keys.length === 1 ? 'more' : 'over';
  });
  await handle(event('inbox/acme/ü.csv'));
  const [message] = queue.sent;
  expect(await handle(message?.message.body ?? '')).toEqual(DONE);
  expect([keys, queue.sent.length]).toEqual([['inbox/acme/ü.csv', 'inbox/acme/ü.csv'], 1]);
});

test('an import that fails comes back', async () => {
  const { handle, log } = start(() => Promise.reject(new Error('no topic')));
  expect(await handle(event('inbox/acme/a.csv'))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm' }] });
  expect(log.lines.map(({ event: name }) => name)).toEqual(['record_failed']);
});

test.each(['null', '[]', '{}', '{"detail":{}}', event(''), event(7)])(
  'a message that names no file is dead-lettered: %s',
  async (body) => {
    const { handle, queue } = start(() => Promise.reject(new Error('was run')));
    expect(await handle(body)).toEqual(DONE);
    expect(queue.deadLetters.map(({ attributes }) => attributes.carillonreason?.StringValue)).toEqual([
      'import.event: not an event of S3: it names no object',
    ]);
  },
);
