import { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { checkAttachments } from '../../domain/mail/attachment';
import { s3AttachmentStore } from './s3-attachment-store';

/** Records the path of each of the client's requests, as sent on the wire, without a network. */
function recordingStore() {
  const paths: string[] = [];
  const handle = async ({ path }: { path: string }) => {
    paths.push(path);
    return { response: { statusCode: 200, headers: { 'content-length': '0' }, body: Readable.from([]) } };
  };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const s3 = new S3Client({ region: 'eu-central-1', forcePathStyle: true, credentials, requestHandler: { handle } });
  return { paths, store: s3AttachmentStore(s3, 'files') };
}

/** Requested paths of a reference; none if the domain refuses it. */
async function requested(key: string): Promise<readonly string[]> {
  const { paths, store } = recordingStore();
  const checked = checkAttachments([{ key, name: 'a.pdf' }], 'acme');
  if (!checked.ok) return [];
  for (const one of checked.attachments) await store.size(one.key);
  for (const one of checked.attachments) await store.read(one.key, 10);
  return paths;
}

/** A URL parser resolves `..` and `%2e%2e`: a proxy between us and S3 might do so. */
const isInside = (path: string): boolean =>
  new URL(`https://s3.example.com${path}`).pathname.startsWith('/files/acme/');

test.each([
  'acme/%2e%2e/other/a.pdf',
  'acme/%2E./other/a.pdf',
  'acme/..%2fother%2fa.pdf',
  'acme/%252e%252e/other/a.pdf',
  'acme/..;/other/a.pdf',
  'acme/.../other/a.pdf',
  'acme/a.pdf?prefix=other',
  'acme/a.pdf#other/a.pdf',
  'acme/\uFF0E\uFF0E/other/a.pdf',
  'acme/\u2025/other/a.pdf',
])('a reference that looks like path traversal is an object of the tenant, by exactly that key: %j', async (key) => {
  const paths = await requested(key);
  expect(paths.map(decodeURIComponent)).toEqual([`/files/${key}`, `/files/${key}`]);
  expect(paths.every(isInside)).toBe(true);
});

test("no reference reads an object outside its tenant's prefix", async () => {
  const step = fc.constantFrom(
    '..',
    '.',
    '%2e%2e',
    '%2f',
    '/',
    '\\',
    'other',
    'acme',
    'acme-2',
    '?',
    '#',
    '%',
    'ä',
    '',
  );
  const keys = fc.array(step, { maxLength: 8 }).map((steps) => steps.join('/'));
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        keys,
        keys.map((key) => `acme/${key}`),
      ),
      async (key) => {
        const paths = await requested(key);
        expect(paths.every(isInside)).toBe(true);
        expect(new Set(paths.map(decodeURIComponent))).toEqual(new Set(paths.length > 0 ? [`/files/${key}`] : []));
      },
    ),
  );
});
