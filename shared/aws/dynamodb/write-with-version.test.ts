import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { writeWithVersion } from './write-with-version';

interface TransactWriteItems {
  readonly TransactItems: readonly object[];
  readonly ClientRequestToken: string;
}

let server: Server;
let requests: TransactWriteItems[];
/** Codes of the cancellation reasons of each answer in turn; from then on the transaction is written. */
let cancellations: readonly (readonly string[])[];

/** A stub of DynamoDB at the HTTP level. */
beforeAll(async () => {
  server = createServer(async (request, response) => {
    const codes = cancellations[requests.length];
    requests.push(JSON.parse(await text(request)));
    response.writeHead(codes ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(codes ? cancelled(codes) : {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  requests = [];
});

const cancelled = (codes: readonly string[]) => ({
  __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
  Message: 'Transaction cancelled',
  CancellationReasons: codes.map((Code) => ({ Code })),
});

const put = { Put: { TableName: 'directory', Item: { pk: { S: 'T#acme' }, sk: { S: 'EP#ep_1' } } } };

async function write(...answers: readonly (readonly string[])[]) {
  cancellations = answers;
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ region: 'eu-central-1', endpoint, credentials });
  const pauses: string[] = [];
  const pause = async () => void pauses.push('pause');
  const written = writeWithVersion(client, { tableName: 'directory', tenant: 'acme', items: [put] }, pause);
  const result = await written.catch((error: Error) => error.name);
  return { result, requests: requests.length, pauses: pauses.length };
}

test('a change and the next version are one transaction', async () => {
  expect(await write()).toEqual({ result: true, requests: 1, pauses: 0 });
  const version = {
    Update: {
      TableName: 'directory',
      Key: { pk: { S: 'T#acme' }, sk: { S: 'V' } },
      UpdateExpression: 'ADD version :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    },
  };
  expect(requests[0]?.TransactItems).toEqual([put, version]);
});

test('a failed condition returns false, without a retry', async () => {
  expect(await write(['ConditionalCheckFailed', 'None'])).toEqual({ result: false, requests: 1, pauses: 0 });
});

test.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
  'what passes (%s) is tried again, as a transaction of its own',
  async (code) => {
    const conflict = ['None', code];
    expect(await write(conflict, conflict)).toEqual({ result: true, requests: 3, pauses: 2 });
    expect(new Set(requests.map(({ ClientRequestToken }) => ClientRequestToken)).size).toBe(3);
  },
);

test('endless conflicts are thrown', async () => {
  const conflicts = Array(20).fill(['None', 'TransactionConflict']);
  expect(await write(...conflicts)).toEqual({ result: 'TransactionCanceledException', requests: 8, pauses: 7 });
});

test('any other cancellation is thrown at once', async () => {
  const result = await write(['ValidationError', 'None']);
  expect(result).toEqual({ result: 'TransactionCanceledException', requests: 1, pauses: 0 });
});
