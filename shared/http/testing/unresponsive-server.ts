import net from 'node:net';
import { Worker } from 'node:worker_threads';

export interface UnresponsiveServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens, then blocks its event loop, so that no connection is accepted. */
const LISTEN = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  });`;

/** Connections that fill the backlog: Linux queues one more than the backlog, and drops the SYN packets of all others. */
const BACKLOG_CONNECTIONS = 2;

/** A port of 127.0.0.1 that neither accepts nor refuses connections: connecting to it times out. */
export async function startUnresponsiveServer(): Promise<UnresponsiveServer> {
  const worker = new Worker(LISTEN, { eval: true });
  const port = await new Promise<number>((done) => worker.once('message', done));
  const waiting = Array.from({ length: BACKLOG_CONNECTIONS }, () => net.connect(port, '127.0.0.1'));
  await Promise.all(waiting.map((socket) => new Promise<void>((done) => socket.once('connect', done))));
  const close = async () => {
    for (const socket of waiting) socket.on('error', () => undefined).destroy();
    await worker.terminate();
  };
  return { port, close };
}
