import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { findFreePort, isPortFree } from './free-port';

let server: Server;
let port = 0;
beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterEach(() => void server.close());

test('a port that something listens on is not free', async () => {
  expect(await isPortFree(port)).toBe(false);
  expect(await findFreePort(port, 1)).toBeUndefined();
});

test('a port is free again when nothing listens on it any more', async () => {
  server.close();
  await once(server, 'close');
  expect(await isPortFree(port)).toBe(true);
  expect(await findFreePort(port, 3)).toBe(port);
});
