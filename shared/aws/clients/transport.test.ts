import http, { type ServerResponse } from 'node:http';
import https from 'node:https';
import { DynamoDBClient, UpdateItemCommand } from './dynamodb';
import { type Answer, scriptedService } from './testing/scripted-service';

const ok: Answer = (response) => response.end('{}');
const reset: Answer = (response) => response.destroy();
const silent: Answer = () => {};

const { seen, script } = scriptedService(ok);

const update = () => new UpdateItemCommand({ TableName: 'ledger', Key: { pk: { S: 'id' } } });

describe('an error', () => {
  it('is a timeout where no response comes', async () => {
    script(silent);
    const client = new DynamoDBClient({ maxAttempts: 1, requestHandler: { requestTimeout: 50 } });
    await expect(client.send(update())).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it.each([
    ['breaks off', { code: 'ECONNRESET' }, (response: ServerResponse) => response.write('{', () => response.destroy())],
    ['never ends', { name: 'TimeoutError' }, (response: ServerResponse) => response.write('{')],
  ])('is thrown where the response %s', async (_, expected, answer) => {
    script((response) => void answer(response.writeHead(200, { 'content-length': '2' })));
    const client = new DynamoDBClient({ maxAttempts: 1, requestHandler: { requestTimeout: 500 } });
    await expect(client.send(update())).rejects.toMatchObject(expected);
  });

  it('is a timeout where no connection is free, also while another call holds it', async () => {
    script(silent);
    const agents = { httpAgent: new http.Agent({ maxSockets: 1 }), httpsAgent: new https.Agent() };
    const requestHandler = { ...agents, requestTimeout: 2_000, connectionTimeout: 50 };
    const client = new DynamoDBClient({ maxAttempts: 1, requestHandler });
    const first = client.send(update()).catch(() => 'the first one ended');
    const second = client.send(update()).catch(({ message }) => message);
    expect(await Promise.race([first, second])).toBe('no connection within 50 ms');
    expect(await first).toBe('the first one ended');
  });

  it('is no timeout where the connection is there in time and the response takes longer', async () => {
    script((response) => void setTimeout(() => response.end('{}'), 60));
    const requestHandler = { requestTimeout: 10_000, connectionTimeout: 20 };
    expect(await new DynamoDBClient({ maxAttempts: 1, requestHandler }).send(update())).toEqual({});
  });

  it('of a connection keeps its code', async () => {
    script(reset);
    const client = new DynamoDBClient({ maxAttempts: 1 });
    await expect(client.send(update())).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});

test('an endpoint may be an IPv6 address', async () => {
  const httpAgent = new http.Agent();
  const connect = jest.spyOn(httpAgent, 'createConnection').mockImplementation(() => {
    throw new Error('no connection in this test');
  });
  process.env.AWS_ENDPOINT_URL_DYNAMODB = 'http://[::1]:8000';
  const client = new DynamoDBClient({ requestHandler: { httpAgent, httpsAgent: new https.Agent() } });
  delete process.env.AWS_ENDPOINT_URL_DYNAMODB;
  await expect(client.send(update())).rejects.toThrow('no connection in this test');
  expect(connect.mock.calls[0]?.[0]).toMatchObject({ host: '::1', port: '8000' });
});

test('calls on kept connections that the service closed meanwhile are repeated at once, however many they are', async () => {
  const calls = 50;
  script(...Array.from({ length: calls }, () => ok), ...Array.from({ length: calls }, () => reset));
  const client = new DynamoDBClient();
  const sendAll = () => Promise.all(Array.from({ length: calls }, () => client.send(update())));
  await sendAll();
  await sendAll();
  expect(seen).toHaveLength(3 * calls);
});

test('one call succeeds after a pause in which the service closed more kept connections than a call has attempts', async () => {
  const calls = 20;
  const kept = new WeakSet<object>();
  const keep: Answer = (response) => {
    if (response.socket) kept.add(response.socket);
    ok(response);
  };
  const resetIfKept: Answer = (response) => (kept.has(response.socket ?? {}) ? reset(response) : ok(response));
  script(...Array.from({ length: calls }, () => keep), ...Array.from({ length: calls }, () => resetIfKept));
  const client = new DynamoDBClient();
  await Promise.all(Array.from({ length: calls }, () => client.send(update())));
  await client.send(update());
  expect(seen).toHaveLength(calls + 2);
});
