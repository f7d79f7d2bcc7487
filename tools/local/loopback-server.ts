import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { browserRefusal } from './browser-refusal';

export interface LoopbackServer {
  /** Such as `http://127.0.0.1:40657`. */
  readonly origin: string;
  /** Ends open connections too. */
  close(): Promise<void>;
}

/** An HTTP server for programs on this machine. Web browsers, and requests for another Host, get 403. */
export async function startLoopbackServer(listener: RequestListener, port = 0): Promise<LoopbackServer> {
  const boundPort = () => (server.address() as AddressInfo).port;
  const server = createServer((request, response) => {
    const reason = browserRefusal(request.headers, boundPort());
    if (reason === undefined) return listener(request, response);
    response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' }).end(`refused: ${reason}\n`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${boundPort()}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
