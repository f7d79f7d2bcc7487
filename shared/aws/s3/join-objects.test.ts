import { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import { joinObjects } from './join-objects';

interface Seen {
  readonly method: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Answers as S3 does, with a checksum for each part, and records the requests. */
function recordingClient(page: string) {
  const seen: Seen[] = [];
  const handle = async (request: Seen) => {
    seen.push(request);
    const crc = request.headers['x-amz-checksum-crc32'];
    const headers = { etag: '"e"', ...(crc !== undefined && { 'x-amz-checksum-crc32': crc }) };
    const upload = '<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>';
    const text = request.method === 'GET' ? page : 'uploads' in request.query ? upload : '<R/>';
    return { response: { statusCode: 200, headers, body: Readable.from([Buffer.from(text)]) } };
  };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const s3 = new S3Client({ region: 'eu-central-1', forcePathStyle: true, credentials, requestHandler: { handle } });
  return { s3, seen };
}

test('an upload in parts names its checksum, and has that of each part at its end, with the condition', async () => {
  const { s3, seen } = recordingClient('x'.repeat(5_000_000));
  await joinObjects(s3, { Bucket: 'b', Key: 'k' }, ['1', '2', '3'], { IfMatch: '"old"' });
  const [begin, ...rest] = seen.filter(({ method }) => method !== 'GET');
  expect(begin?.headers['x-amz-checksum-algorithm']).toBe('CRC32');
  const parts = rest.slice(0, -1).map(({ headers }) => headers['x-amz-checksum-crc32']);
  expect([parts.length, parts.every((crc) => crc !== undefined)]).toEqual([2, true]);
  const end = rest.at(-1);
  expect(end?.headers['if-match']).toBe('"old"');
  for (const crc of parts) expect(String(end?.body)).toContain(`<ChecksumCRC32>${crc}</ChecksumCRC32>`);
});

test('a small file is put in one request, on the same condition', async () => {
  const { s3, seen } = recordingClient('x');
  await joinObjects(s3, { Bucket: 'b', Key: 'k' }, ['1', '2'], { IfNoneMatch: '*' });
  const [put, ...others] = seen.filter(({ method }) => method !== 'GET');
  expect([put?.method, put?.headers['if-none-match'], String(put?.body), others]).toEqual(['PUT', '*', 'xx', []]);
});
