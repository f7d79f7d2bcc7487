import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { ulid } from 'ulid';
import { s3ImportRecords, s3RejectedPages, s3Uploads } from '../../shared/aws/s3/s3-uploads';
import type { ImportRecord } from '../../shared/domain/import/import-record';
import { rejectedKey, resultKey } from '../../shared/domain/import/upload-key';
import { derivedId } from '../../shared/domain/notification/derived-id';
import { aTenant } from '../../shared/testing/factories';
import { describeUploadsContract } from '../../shared/testing/uploads-contract';
import { config, ledger, sqs, state } from '../support/harness';
import { runCarillon } from '../support/run-carillon';
import { scenario } from '../support/scenario';
import { eventually, queueUrl, settled, states, takeDeadLetters } from '../support/world';

const s3 = new S3Client({ ...config, forcePathStyle: true });
const Bucket = state.outputs.uploads_bucket ?? '';

const put = async (Key: string, Body: string | Uint8Array) => {
  // The SDK does not count an empty body, and warns.
  const content = { Body, ContentLength: Buffer.byteLength(Body) };
  const { ETag = '' } = await s3.send(new PutObjectCommand({ Bucket, Key, ...content }));
  return ETag.replaceAll('"', '');
};

async function textOf(Key: string): Promise<string | undefined> {
  try {
    return await (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
  } catch (error) {
    if ((error as Error).name === 'NoSuchKey') return undefined;
    throw error;
  }
}

/** The result of a file, once it has ended. */
async function resultOf(key: string, etag?: string): Promise<ImportRecord> {
  const read = async () => JSON.parse((await textOf(resultKey(key))) ?? '{}') as Partial<ImportRecord>;
  const ended = await eventually(read, (record) => record.endedAt !== undefined && (!etag || record.etag === etag));
  return ended as ImportRecord;
}

const rejectedOf = async (key: string) =>
  ((await textOf(rejectedKey(key))) ?? '')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { line: number; faults: { code: string; path: string }[] })
    .map(({ line, faults }) => [line, ...faults.map(({ code, path }) => `${code} ${path}`)]);

const order = (address: string, overrides: object = {}) =>
  JSON.stringify({
    type: 'order.shipped',
    channels: 'email',
    recipients: address,
    data: { orderNumber: 'A-1', carrier: 'DHL', items: [{ name: 'Lamp', quantity: 1 }] },
    ...overrides,
  });

/** The id of a line of one more file, after which earlier events of the tenant have been handled. */
async function published(tenant: string): Promise<string> {
  const id = ulid();
  await put(`inbox/${tenant}/${id}.ndjson`, order('later@example.com', { id }));
  return id;
}

describeUploadsContract('S3', () => ({
  uploads: s3Uploads(s3, Bucket),
  records: s3ImportRecords(s3, Bucket),
  pages: s3RejectedPages(s3, Bucket),
  put: async (key, content) => void (await put(key, content)),
  remove: async (key) => {
    await s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
  },
}));

scenario('import of files', ['functions', 'ses'], () => {
  test('lines of an NDJSON file are delivered once, also when the file is put again; bad ones are listed', async () => {
    const [tenant, own] = [aTenant(), ulid()];
    const address = `${own.toLowerCase()}@example.com`;
    const key = `inbox/${tenant}/orders of May + June (ü).ndjson`;
    const lines = [order(address), order(address, { id: own }), 'no json', '', order(address, { data: {} })];
    const etag = await put(key, lines.join('\r\n'));
    const result = await resultOf(key);
    expect(result).toMatchObject({ tenant, etag, state: 'done', lines: { read: 4, published: 2, rejected: 2 } });
    expect(await rejectedOf(key)).toEqual([
      [3, 'json.malformed '],
      [
        5,
        'notification.data.invalid /data/orderNumber',
        'notification.data.invalid /data/carrier',
        'notification.data.invalid /data/items',
      ],
    ]);
    for (const id of [derivedId(tenant, `import:${etag}:1`), own]) {
      expect(states(await settled(id, 1))).toEqual([`email ${address} sent`]);
    }
    const copy = `inbox/${tenant}/copy.ndjson`;
    expect(await put(copy, lines.join('\r\n'))).toBe(etag);
    expect((await resultOf(copy)).lines.published).toBe(2);
    const { deliveries } = await settled(own, 1);
    expect(deliveries.map(({ attempts = [] }) => attempts.length)).toEqual([1]);
    await put(key, lines.join('\r\n'));
    await settled(await published(tenant), 1);
    expect((await ledger.history(own)).deliveries.map(({ attempts = [] }) => attempts.length)).toEqual([1]);
    expect((await resultOf(key)).startedAt).toBe(result.startedAt);
  });

  test('rows of a CSV file become notifications, by the names of its columns and its mapping', async () => {
    const tenant = aTenant();
    const address = `${ulid().toLowerCase()}@example.com`;
    const key = `inbox/${tenant}/orders.csv`;
    const mapping = {
      columns: { 'E-Mail': 'recipients', Bestellung: 'data.orderNumber', Notiz: null },
      defaults: { type: 'order.shipped', channels: 'email' },
      delimiter: ';',
    };
    await put(`inbox/${tenant}/orders.mapping.json`, JSON.stringify(mapping));
    const etag = await put(
      key,
      '\uFEFFE-Mail;Bestellung;data.carrier;data.items[0].name;data.items[0].quantity;Notiz\r\n' +
        `"Ann ""A"" <${address}>";A-1;DHL;"Lamp; walnut";2;hidden\r\n` +
        `${address};A-2;DHL;Lamp;two;\r\n` +
        `${address};A-3;DHL\r\n`,
    );
    expect(await resultOf(key)).toMatchObject({ state: 'done', lines: { read: 3, published: 1, rejected: 2 } });
    expect(await rejectedOf(key)).toEqual([
      [3, 'notification.data.invalid /data/items/0/quantity'],
      [4, 'import.csv '],
    ]);
    const { event } = await settled(derivedId(tenant, `import:${etag}:2`), 1);
    expect(JSON.parse(event?.text ?? '{}')).toMatchObject({
      tenant,
      recipients: `Ann "A" <${address}>`,
      data: { orderNumber: 'A-1', carrier: 'DHL', items: [{ name: 'Lamp; walnut', quantity: 2 }] },
    });
  });

  test('a file that cannot be read says why in its result, and is read when it is put again', async () => {
    const tenant = aTenant();
    const key = `inbox/${tenant}/orders.csv`;
    const utf16 = await put(key, Buffer.from('\uFEFFtype,recipients\n', 'utf16le'));
    expect(await resultOf(key)).toMatchObject({ state: 'refused', etag: utf16, fault: { code: 'import.not_text' } });
    const empty = await put(key, '');
    expect(await resultOf(key, empty)).toMatchObject({ state: 'done', lines: { read: 0 } });
    const misplaced = `inbox/${ulid()}.ndjson`;
    await put(misplaced, '');
    expect(await resultOf(misplaced)).toMatchObject({ state: 'refused', fault: { code: 'import.name' } });
  });

  test('a message that is no event of S3 is dead-lettered', async () => {
    const MessageBody = JSON.stringify({ hello: ulid() });
    await sqs.send(new SendMessageCommand({ QueueUrl: await queueUrl('ingest'), MessageBody }));
    expect(await takeDeadLetters('ingest-dlq', MessageBody)).toHaveLength(1);
  });

  test.each([
    ['from the disk', []],
    ['by the bucket', ['--s3']],
  ])('carillon import publishes a file %s, and lists what it rejects', async (_how, args) => {
    const directory = mkdtempSync(join(tmpdir(), 'carillon-import-'));
    const { name, endpoint } = state;
    const write = (file: string, content: string) => {
      writeFileSync(join(directory, file), content);
      return join(directory, file);
    };
    const outputs = write('outputs.json', JSON.stringify({ ...state.outputs, emulator: { name, endpoint } }));
    const id = ulid();
    const file = write(`${id}.ndjson`, `${order('ann@example.com', { id })}\nbad\n`);
    const env = { PATH: process.env.PATH, HOME: directory, NODE_NO_WARNINGS: '1', CARILLON_OUTPUTS: outputs };
    const run = await runCarillon(['import', file, '--tenant', aTenant(), ...args], { env });
    expect(run.output.split('\n').slice(0, 2)).toEqual([
      expect.stringMatching(/^line 2 : column 1: .* \[json\.malformed\]$/),
      '2 lines read: 1 published, 1 rejected',
    ]);
    expect([run.exitCode, run.errors]).toEqual([1, expect.stringContaining('cli.lines_rejected')]);
    expect(states(await settled(id, 1))).toEqual(['email ann@example.com sent']);
    rmSync(directory, { recursive: true });
  });
});
