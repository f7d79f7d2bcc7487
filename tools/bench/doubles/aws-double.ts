import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { crc32 } from 'node:zlib';
import { startLoopbackServer } from '../../local/loopback-server';
import { dynamodbDouble } from './dynamodb-double';

/**
 * The AWS services of the functions on loopback, in a process of its own: answers have the headers and sizes that AWS
 * documents. Started by `fork`; sends its origin to the parent. `LATENCY_MS`: wait before each answer.
 */
type Input = Record<string, unknown>;

const dynamodb = dynamodbDouble();
const latencyMs = Number(process.env.LATENCY_MS ?? 0);
/** Mails, and records of the ledger. */
let accepted = 0;

const kms: Record<string, (input: Input) => unknown> = {
  GenerateDataKey: ({ KeyId }) => {
    const key = randomBytes(32).toString('base64');
    return { CiphertextBlob: key, Plaintext: key, KeyId };
  },
  Decrypt: ({ CiphertextBlob, KeyId }) => ({
    Plaintext: CiphertextBlob,
    KeyId,
    EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
  }),
};

const md5 = (text: unknown) => createHash('md5').update(String(text)).digest('hex');

const sqs: Record<string, (input: Input) => unknown> = {
  SendMessage: ({ MessageBody }) => ({ MessageId: randomUUID(), MD5OfMessageBody: md5(MessageBody) }),
  SendMessageBatch: ({ Entries }) => ({
    Failed: [],
    Successful: (Entries as Input[]).map(({ Id, MessageBody }) => ({
      Id,
      MessageId: randomUUID(),
      MD5OfMessageBody: md5(MessageBody),
    })),
  }),
};

const SERVICES: Readonly<Record<string, Record<string, (input: Input) => unknown>>> = {
  DynamoDB_20120810: dynamodb,
  TrentService: kms,
  AmazonSQS: sqs,
};

function answerJson(target: string, body: string): string {
  const [service = '', operation = ''] = target.split('.');
  const operate = SERVICES[service]?.[operation];
  if (!operate) throw new Error(`the double has no ${target}`);
  return JSON.stringify(operate(JSON.parse(body)) ?? {});
}

const SES =
  '<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult><MessageId>0107018c1f2e3d4c-5b6a7988-1c2d-4e3f-8a9b-0c1d2e3f4a5b-000000</MessageId></SendRawEmailResult><ResponseMetadata><RequestId>d5964849-c866-11e0-9beb-01a62d68c57f</RequestId></ResponseMetadata></SendRawEmailResponse>';

const isRecord = (target: unknown, body: string): boolean =>
  String(target).endsWith('.PutItem') && body.includes('"TableName":"ledger"');

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  const target = request.headers['x-amz-target'];
  const text = target === undefined ? SES : answerJson(String(target), body);
  if (target === undefined || isRecord(target, body)) accepted++;
  if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
  response.writeHead(200, {
    Server: 'Server',
    'Content-Type': target === undefined ? 'text/xml' : 'application/x-amz-json-1.0',
    'Content-Length': Buffer.byteLength(text),
    'x-amzn-RequestId': 'V0P3M2QJ7Q4O1C4T6D5T6E8U3JVV4KQNSO5AEMVJF66Q9ASUAAJG',
    ...(String(target).startsWith('DynamoDB') && { 'x-amz-crc32': String(crc32(text)) }),
  });
  response.end(text);
}

startLoopbackServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(error);
    response.writeHead(500).end();
  });
}).then(({ origin }) => process.send?.({ origin }));
process.on('message', () => process.send?.(accepted));
process.on('disconnect', () => process.exit());
