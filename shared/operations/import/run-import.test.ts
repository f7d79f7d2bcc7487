import { derivedId } from '../../domain/notification/derived-id';
import { anOrder, importWorld, md5, shownFaults } from './testing/import-world';

const KEY = 'inbox/acme/May + June (ü).ndjson';

test('each valid line is published once, and each bad one is listed with its faults', async () => {
  const { put, run, notifications, resultOf, rejectedOf } = importWorld();
  const file = [anOrder(), 'no json', '', anOrder({ data: {} }), anOrder({ tenant: 'other' }), anOrder()].join('\r\n');
  put(KEY, file);
  expect(await run(KEY)).toBe('over');
  const idOf = (line: number) => derivedId('acme', `import:${md5(file)}:${line}`);
  expect(notifications().map(({ id, tenant, source }) => [id, tenant, source])).toEqual([
    [idOf(1), 'acme', '/import'],
    [idOf(6), 'acme', '/import'],
  ]);
  expect(shownFaults(rejectedOf(KEY))).toEqual([
    [2, 'json.malformed '],
    [
      4,
      'notification.data.invalid /data/orderNumber',
      'notification.data.invalid /data/carrier',
      'notification.data.invalid /data/items',
    ],
    [5, 'import.tenant /tenant'],
  ]);
  const at = '2026-11-23T09:30:00.000Z';
  expect(resultOf(KEY)).toEqual({
    file: KEY,
    tenant: 'acme',
    etag: md5(file),
    bytes: Buffer.byteLength(file),
    state: 'done',
    startedAt: at,
    updatedAt: at,
    endedAt: at,
    lines: { read: 5, published: 2, rejected: 3 },
    position: { offset: Buffer.byteLength(file), line: 7 },
    pages: [],
    rejected: 'results/acme/May + June (ü).ndjson.rejected.ndjson',
  });
});

test('a line keeps its own id or idempotency key', async () => {
  const { put, run, notifications } = importWorld();
  const id = '01M83VVAE0DXK8DR745633EZ6J';
  put(KEY, `${anOrder({ id })}\n${anOrder({ idempotencykey: 'order-1' })}\n`);
  await run(KEY);
  expect(notifications().map((one) => [one.id, one.idempotencykey])).toEqual([
    [id, undefined],
    [derivedId('acme', 'order-1'), 'order-1'],
  ]);
});

test('the event that comes twice publishes nothing again, nor does the file under another name', async () => {
  const { put, run, topic, notifications } = importWorld();
  for (const key of [KEY, 'inbox/acme/copy.ndjson']) put(key, anOrder());
  await run(KEY);
  await run(KEY);
  expect(topic.published).toHaveLength(1);
  await run('inbox/acme/copy.ndjson');
  expect(new Set(notifications().map(({ id }) => id)).size).toBe(1);
});

test('rejected lines do not repeat addresses or credentials of the line', async () => {
  const { put, run, textOf, rejectedOf } = importWorld();
  put(KEY, anOrder({ recipients: 'ann@example.com bob@example.com', severity: 'ann@example.com' }));
  await run(KEY);
  expect(rejectedOf(KEY)[0]?.faults.length).toBeGreaterThan(1);
  expect(textOf(`results/acme/May + June (ü).ndjson.rejected.ndjson`)).not.toContain('@example.com');
});

test.each([
  ['inbox/orders.ndjson', 'import.name'],
  ['inbox/acme/may/orders.ndjson', 'import.name'],
  ['inbox/acme/orders.xlsx', 'import.name'],
  ['inbox/Acme!/orders.ndjson', 'import.name'],
  [`inbox/acme/${'ü'.repeat(480)}.txt`, 'import.name'],
])('a file named %s is refused, and its result says why', async (key, code) => {
  const { put, run, resultOf, log } = importWorld();
  put(key, anOrder());
  expect(await run(key)).toBe('over');
  expect(resultOf(key)).toMatchObject({ file: key, state: 'refused', fault: { code } });
  expect(log.lines.map(({ event }) => event)).toEqual(['import_refused']);
});

test.each(['inbox/acme/', 'inbox/acme/orders.mapping.json'])('%s is no file of notifications', async (key) => {
  const { put, run, objects } = importWorld();
  put(key, '');
  expect(await run(key)).toBe('over');
  expect([...objects.keys()]).toEqual([key]);
});

test.each(['inbox/acme/orders.ndjson', 'inbox/acme/orders.csv', 'inbox/acme/ORDERS.CSV'])(
  'an empty file is done: %s',
  async (key) => {
    const { put, run, resultOf } = importWorld();
    put(key, '');
    await run(key);
    expect(resultOf(key)).toMatchObject({ state: 'done', lines: { read: 0, published: 0, rejected: 0 } });
  },
);

test('a file that was deleted before it was read is refused; one that was imported keeps its result', async () => {
  const { put, run, resultOf, objects } = importWorld();
  await run(KEY);
  expect(resultOf(KEY)).toMatchObject({ state: 'refused', fault: { code: 'import.missing' } });
  put(KEY, anOrder());
  await run(KEY);
  objects.delete(KEY);
  await run(KEY);
  expect(resultOf(KEY)).toMatchObject({ state: 'done', lines: { published: 1 } });
});

test('a file that is replaced while it is read is looked at again, and its successor is imported', async () => {
  const { put, run, resultOf, notifications, uploads, ports } = importWorld();
  put(KEY, anOrder());
  const read = uploads.read;
  let reads = 0;
  Object.assign(ports, {
    uploads: {
      ...uploads,
      read: async (...args: Parameters<typeof read>) => {
        if (++reads === 2) put(KEY, `${anOrder({ subject: 'new' })}\nbad`);
        return read(...args);
      },
    },
  });
  expect(await run(KEY)).toBe('more');
  expect(await run(KEY)).toBe('over');
  expect(notifications().map(({ subject }) => subject)).toEqual(['new']);
  expect(resultOf(KEY)).toMatchObject({ state: 'done', lines: { read: 2, published: 1, rejected: 1 } });
});

test('rejected lines of a replaced file do not stay beside the result of its successor', async () => {
  const { put, run, rejectedOf } = importWorld();
  put(KEY, 'bad');
  await run(KEY);
  put(KEY, anOrder());
  await run(KEY);
  expect(rejectedOf(KEY)).toEqual([]);
});

test('a result that somebody deletes during the run is begun anew', async () => {
  const { put, run, ports, topic, objects, resultOf } = importWorld();
  put(KEY, anOrder());
  const publishBatch: typeof topic.publishBatch = (messages) => {
    objects.delete(`results/acme/May + June (ü).ndjson.json`);
    return topic.publishBatch(messages);
  };
  Object.assign(ports, { topic: { ...topic, publishBatch } });
  expect(await run(KEY)).toBe('more');
  Object.assign(ports, { topic });
  expect(await run(KEY)).toBe('over');
  expect(resultOf(KEY)).toMatchObject({ state: 'done', lines: { published: 1 } });
});

test('a run that another worker has is left to it, until its lease ends', async () => {
  const { put, run, ports, topic, clock, resultOf } = importWorld();
  put(KEY, anOrder());
  await new Promise<void>((isPublishing) => {
    const publishBatch = () => {
      isPublishing();
      return new Promise<never>(() => undefined);
    };
    Object.assign(ports, { topic: { ...topic, publishBatch } });
    void run(KEY);
  });
  Object.assign(ports, { topic });
  expect(await run(KEY)).toBe('over');
  expect(topic.published).toHaveLength(0);
  clock.advanceSeconds(241);
  expect(await run(KEY)).toBe('over');
  expect(resultOf(KEY)).toMatchObject({ state: 'done', lines: { published: 1 } });
});

test('a topic that fails stops the run, which says why and can be continued at once', async () => {
  const { put, run, ports, topic, resultOf } = importWorld();
  put(KEY, anOrder());
  const message = 'the topic has throttled';
  const publishBatch = async () => [{ status: 'failed', code: 'producer.throttled', message, retryable: false }];
  Object.assign(ports, { topic: { ...topic, publishBatch } });
  await expect(run(KEY)).rejects.toThrow(message);
  expect(resultOf(KEY)).toMatchObject({
    state: 'running',
    problem: { code: 'producer.throttled' },
    lines: { read: 0 },
  });
  Object.assign(ports, { topic });
  await run(KEY);
  expect(resultOf(KEY)).toMatchObject({ state: 'done', lines: { published: 1 } });
  expect(resultOf(KEY)).not.toHaveProperty('problem');
});

test('an entry that SNS refuses is a rejected line, and stops nothing', async () => {
  const { put, run, ports, topic, rejectedOf, resultOf } = importWorld();
  put(KEY, `${anOrder()}\n${anOrder()}`);
  const refused = { status: 'failed', code: 'producer.entry_refused', message: 'no', retryable: false };
  Object.assign(ports, {
    topic: { ...topic, publishBatch: async () => [refused, { status: 'published', messageId: 'm' }] },
  });
  await run(KEY);
  expect(shownFaults(rejectedOf(KEY))).toEqual([[1, 'producer.entry_refused ']]);
  expect(resultOf(KEY).lines).toEqual({ read: 2, published: 1, rejected: 1 });
});
