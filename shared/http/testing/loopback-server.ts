import http, { type IncomingHttpHeaders, type RequestListener } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';

/** A server on a free port of 127.0.0.1 that counts what reaches it. */
export interface LoopbackServer {
  readonly port: number;
  readonly sockets: readonly Socket[];
  readonly requests: readonly ReceivedRequest[];
  /** Resolves when no client is connected any more. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export interface ReceivedRequest {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Reads the whole request, then lets the listener answer. */
export const serveHttp = (answer: RequestListener): Promise<LoopbackServer> => {
  const requests: ReceivedRequest[] = [];
  return start(http.createServer(recording(requests, answer)), requests);
};

export const serveHttps = (options: https.ServerOptions, answer: RequestListener): Promise<LoopbackServer> => {
  const requests: ReceivedRequest[] = [];
  return start(https.createServer(options, recording(requests, answer)), requests);
};

/** Answers the first bytes of each connection. */
export const serveTcp = (answer: (socket: Socket) => void): Promise<LoopbackServer> =>
  start(
    net.createServer((socket) => socket.once('data', () => answer(socket))),
    [],
  );

const recording =
  (requests: ReceivedRequest[], answer: RequestListener): RequestListener =>
  async (request, response) => {
    const { method, url, headers } = request;
    const body = Buffer.concat(await request.toArray()).toString();
    requests.push({ method, url, headers, body });
    answer(request, response);
  };

const start = async (server: net.Server, requests: readonly ReceivedRequest[]): Promise<LoopbackServer> => {
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => {
    sockets.push(socket);
    // A client that goes away is what many tests are about.
    socket.on('error', () => undefined);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const idle = async () => void (await Promise.all(sockets.map(closed)));
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  };
  return { port, sockets, requests, idle, close };
};

const closed = (socket: Socket): Promise<void> =>
  socket.closed ? Promise.resolve() : new Promise((done) => socket.once('close', () => done()));
