import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { browserRefusal } from './browser-refusal';

export interface LoopbackServer {
  /** Such as `http://127.0.0.1:40657`. */
  readonly origin: string;
  /** Ends open connections too. */
  close(): Promise<void>;
}

/** PEM. */
export interface TlsFiles {
  readonly key: string;
  readonly cert: string;
}

/**
 * An HTTP server for programs on this machine. Web browsers, except for pages, and requests for another Host get 403.
 *
 * @param port @default a free one
 * @param tls @default plain HTTP
 * @param pages paths that a person may open in a browser by GET @default none
 */
export async function startLoopbackServer(
  listener: RequestListener,
  port = 0,
  tls?: TlsFiles,
  pages: readonly string[] = [],
): Promise<LoopbackServer> {
  const boundPort = () => (server.address() as AddressInfo).port;
  const guarded: RequestListener = (request, response) => {
    const isPage = request.method === 'GET' && pages.includes(request.url ?? '');
    const reason = browserRefusal(request.headers, boundPort(), isPage);
    if (reason === undefined) return listener(request, response);
    response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' }).end(`refused: ${reason}\n`);
  };
  const server = tls === undefined ? createServer(guarded) : createTlsServer(tls, guarded);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    origin: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${boundPort()}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
