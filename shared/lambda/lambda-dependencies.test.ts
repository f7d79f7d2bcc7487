import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { requestHandler } from '../aws/http/request-handler';

const CALLS = 100;
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** A server that answers no request before it has received all of them. */
async function aSlowService() {
  const waiting: ServerResponse[] = [];
  const server = createServer((request, response) => {
    request.resume();
    waiting.push(response);
    if (waiting.length === CALLS) for (const each of waiting) each.end('{}');
  });
  await new Promise<void>((listens) => server.listen(0, '127.0.0.1', listens));
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

test('fifty records with two concurrent writes each do not wait for a socket', async () => {
  const { endpoint, close } = await aSlowService();
  const client = new DynamoDBClient({
    endpoint,
    region: 'eu-central-1',
    credentials,
    maxAttempts: 1,
    requestHandler: requestHandler(3_000),
  });
  const get = () => client.send(new GetItemCommand({ TableName: 'ledger', Key: { pk: { S: 'id' } } }));
  try {
    expect(await Promise.all(Array.from({ length: CALLS }, get))).toHaveLength(CALLS);
  } finally {
    client.destroy();
    close();
  }
});
