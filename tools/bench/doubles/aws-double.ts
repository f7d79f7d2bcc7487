import type { IncomingMessage, ServerResponse } from 'node:http';
import { crc32 } from 'node:zlib';
import { startLoopbackServer } from '../../local/loopback-server';
import { bodyOf } from './body-of';
import type { Command } from './commands';
import { dynamodbDouble } from './dynamodb-double';
import { kmsDouble } from './kms-double';
import { latency } from './latency';
import { sqsDouble } from './sqs-double';

/**
 * The AWS services of the functions on loopback, in a process of its own: answers have the headers and sizes that AWS
 * documents. Started by `fork`; sends its origin to the parent, then answers its commands.
 */
type Operations = Readonly<Record<string, (input: Record<string, unknown>) => unknown>>;

const dynamodb = dynamodbDouble();
const sqs = sqsDouble();
const wait = latency(process.env.LATENCY_MS);
let [calls, mails] = [0, 0];

const SERVICES: Readonly<Record<string, Operations>> = {
  DynamoDB_20120810: dynamodb.operations,
  TrentService: kmsDouble,
  AmazonSQS: sqs.operations,
};

/** The answer to UpdateItem does not depend on the request, which is not parsed: parsing it takes longer than all else. */
function answerJson(target: string, body: string): string {
  const [service = '', operation = ''] = target.split('.');
  const operate = SERVICES[service]?.[operation];
  if (!operate) throw new Error(`the double has no ${target}`);
  return JSON.stringify(operate(operation === 'UpdateItem' ? {} : JSON.parse(body)));
}

const SES =
  '<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult><MessageId>0107018c1f2e3d4c-5b6a7988-1c2d-4e3f-8a9b-0c1d2e3f4a5b-000000</MessageId></SendRawEmailResult><ResponseMetadata><RequestId>d5964849-c866-11e0-9beb-01a62d68c57f</RequestId></ResponseMetadata></SendRawEmailResponse>';

function answerMail(body: string): string {
  if (!body.includes('Action=SendRawEmail') || !body.includes('RawMessage.Data='))
    throw new Error(`SES has no ${body.slice(0, 40)}`);
  mails++;
  return SES;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  const target = request.headers['x-amz-target'];
  const text = target === undefined ? answerMail(body) : answerJson(String(target), body);
  calls++;
  await wait?.();
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

process.on('message', (command: Command) => {
  if (command.kind === 'seed') dynamodb.seed(command.table, command.items);
  const counts = { accepted: mails, calls, sent: sqs.sent(), ...dynamodb.use };
  process.send?.(command.kind === 'take' ? sqs.take() : counts);
});
process.on('disconnect', () => process.exit());
