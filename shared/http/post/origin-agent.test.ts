import { once } from 'node:events';
import http, { type ClientRequest, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import { loopbackServers } from '../testing/post-fixture';
import { OriginAgent } from './origin-agent';

const { answering, status } = loopbackServers();

function agentOf(port: number) {
  const free = new Set<Socket>();
  const shared = { free, maxFree: 10, secureContext: () => createSecureContext() };
  const agent = new OriginAgent(new URL(`http://127.0.0.1:${port}`), shared);
  const open = () =>
    http
      .request({ agent, port, method: 'POST' })
      .on('response', (response) => response.resume())
      .end('{}');
  /** Sends a request, and waits until its socket is free. */
  const send = async () => {
    const request = open();
    await once(request, 'close');
    return request;
  };
  return { free, open, send };
}

const until = async (isTrue: () => boolean) => {
  while (!isTrue()) await new Promise(setImmediate);
};
const socketOf = async (request: ClientRequest): Promise<Socket> =>
  request.socket ?? (await once(request, 'socket'))[0];

test('a socket that is in use is not given to another request, though Node says twice that it is free', async () => {
  const waiting: ServerResponse[] = [];
  const server = await answering((_, out) => (server.requests.length === 1 ? out.end() : waiting.push(out)));
  const { open, send } = agentOf(server.port);
  // GIVEN a second request that waits on the socket of the first
  await send();
  const second = open();
  const socket = await socketOf(second);
  // WHEN Node emits the event again, THEN a third request has a socket of its own
  socket.emit('free');
  const third = open();
  expect(await socketOf(third)).not.toBe(socket);
  await until(() => waiting.length === 2);
  const closed = [second, third].map((request) => once(request, 'close'));
  for (const out of waiting) out.end();
  await Promise.all(closed);
  expect(server.sockets).toHaveLength(2);
});

test('a free socket does not keep its last request in memory, nor the process alive', async () => {
  const server = await status(204);
  const { send, free } = agentOf(server.port);
  await send();
  const [socket] = free as Set<Socket & { _httpMessage?: unknown; _handle?: { hasRef(): boolean } }>;
  expect([socket?._httpMessage, socket?._handle?.hasRef()]).toEqual([null, false]);
});

test('the socket that became free last is used first', async () => {
  const waiting: ServerResponse[] = [];
  const server = await answering((_, out) => (waiting.length < 2 ? waiting.push(out) : out.end()));
  const { open, send, free } = agentOf(server.port);
  open();
  open();
  await until(() => waiting.length === 2);
  for (const [n, out] of waiting.entries()) {
    out.end();
    await until(() => free.size === n + 1);
  }
  const last = [...free][1];
  expect((await send()).socket).toBe(last);
  expect(server.sockets).toHaveLength(2);
});
