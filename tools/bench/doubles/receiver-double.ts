import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** An endpoint of a tenant on loopback, in a process of its own: answers each post with 204. `TLS_KEY`, `TLS_CERT`: PEM files. */
const { TLS_KEY, TLS_CERT } = process.env;
let posts = 0;
const listener: Parameters<typeof createServer>[1] = (request, response) => {
  request.resume().on('end', () => {
    posts++;
    response.writeHead(204).end();
  });
};
const isTls = TLS_KEY !== undefined && TLS_CERT !== undefined;
const server = isTls
  ? createTlsServer({ key: readFileSync(TLS_KEY), cert: readFileSync(TLS_CERT), keepAliveTimeout: 60_000 }, listener)
  : createServer({ keepAliveTimeout: 60_000 }, listener);
server.listen(0, '127.0.0.1', () => {
  process.send?.({ origin: `http${isTls ? 's' : ''}://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.on('message', () => process.send?.(posts));
process.on('disconnect', () => process.exit());
