import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testTerminal } from '../testing/test-terminal';
import { connectStack } from './connect-stack';

const outputs = {
  topic_arn: 'arn',
  region: 'eu-central-1',
  ledger_table: 'ledger',
  directory_table: 'directory',
  data_key_arn: 'key',
  audit_bucket: 'bucket',
  audit_key_arn: 'key',
};
const directory = mkdtempSync(join(tmpdir(), 'carillon-cli-'));
afterAll(() => rmSync(directory, { recursive: true }));

const connect = (content: object) => {
  writeFileSync(join(directory, 'outputs.json'), JSON.stringify(content));
  return connectStack('outputs.json', testTerminal({ directory }));
};

async function listen(): Promise<{ readonly server: Server; readonly endpoint: string }> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const close = (server: Server) => new Promise((resolve) => server.close(resolve));

test("a stack on AWS is reached in its region with the SDK's default credentials", async () => {
  expect(await connect(outputs)).toEqual({
    outputs,
    isLocal: false,
    clientConfig: { region: 'eu-central-1', requestHandler: { connectionTimeout: 5_000, requestTimeout: 20_000 } },
  });
});

test('a local stack is reached at its emulator with test credentials', async () => {
  const { server, endpoint } = await listen();
  const connection = await connect({ ...outputs, emulator: { name: 'ministack', endpoint } });
  await close(server);
  expect(connection).toMatchObject({
    isLocal: true,
    clientConfig: { endpoint, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } },
  });
});

test('a stopped local stack is reported as not running', async () => {
  const { server, endpoint } = await listen();
  await close(server);
  await expect(connect({ ...outputs, emulator: { name: 'ministack', endpoint } })).rejects.toMatchObject({
    code: 'cli.local_not_running',
    message: `the local stack does not answer at ${endpoint}`,
    fix: 'run npm start and keep it running; or name another stack with --outputs',
  });
});
