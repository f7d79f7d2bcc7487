import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { GetSendQuotaCommand } from '@aws-sdk/client-ses';
import { TestClock } from '../../testing/test-clock';
import { sesClient } from './ses-client';

const QUOTA =
  '<GetSendQuotaResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><GetSendQuotaResult/></GetSendQuotaResponse>';

/** SES on loopback, which counts connections. */
async function aService() {
  const sockets: Socket[] = [];
  const server = createServer((request, response) => request.resume().on('end', () => response.end(QUOTA)));
  server.on('connection', (socket) => sockets.push(socket));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise((done) => server.close(done));
  };
  return { endpoint: `http://127.0.0.1:${port}`, sockets, close };
}

test('a connection to SES is kept alive between mails, and not reused after a pause', async () => {
  const { endpoint, sockets, close } = await aService();
  const clock = new TestClock();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SES: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  const client = sesClient(clock);
  const counts: number[] = [];
  for (const pauseSeconds of [0, 1, 4, 5, 600]) {
    clock.advanceSeconds(pauseSeconds);
    await client.send(new GetSendQuotaCommand({}));
    counts.push(sockets.length);
  }
  await close();
  expect(counts).toEqual([1, 1, 1, 2, 3]);
});
