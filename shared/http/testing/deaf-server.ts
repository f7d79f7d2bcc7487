import net from 'node:net';
import { Worker } from 'node:worker_threads';

export interface DeafServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens and then never runs again, so that nobody accepts a connection. */
const LISTEN = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  });`;

/** Linux takes one connection more than the backlog says; from then on it drops whoever knocks. */
const WAITING_ROOM = 2;

/** A port of 127.0.0.1 that neither accepts nor refuses: connecting to it takes until somebody gives up. */
export async function serveNobody(): Promise<DeafServer> {
  const worker = new Worker(LISTEN, { eval: true });
  const port = await new Promise<number>((done) => worker.once('message', done));
  const waiting = Array.from({ length: WAITING_ROOM }, () => net.connect(port, '127.0.0.1'));
  await Promise.all(waiting.map((socket) => new Promise<void>((done) => socket.once('connect', done))));
  const close = async () => {
    for (const socket of waiting) socket.on('error', () => undefined).destroy();
    await worker.terminate();
  };
  return { port, close };
}
