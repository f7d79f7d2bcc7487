import http, { type IncomingHttpHeaders, type RequestListener } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';

/** A server on a free port of 127.0.0.1 that records its sockets and requests. */
export interface LoopbackServer {
  readonly port: number;
  readonly sockets: readonly Socket[];
  readonly requests: readonly ReceivedRequest[];
  /** Resolves when all clients are disconnected. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export interface ReceivedRequest {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Reads the whole request before it calls the listener. */
export const serveHttp = (answer: RequestListener): Promise<LoopbackServer> => {
  const requests: ReceivedRequest[] = [];
  return start(http.createServer(recording(requests, answer)), requests);
};

export const serveHttps = (options: https.ServerOptions, answer: RequestListener): Promise<LoopbackServer> => {
  const requests: ReceivedRequest[] = [];
  return start(https.createServer(options, recording(requests, answer)), requests);
};

/** Calls `answer` at the first bytes of each connection. */
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
    // Many tests disconnect the client on purpose.
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
