import { createServer } from 'node:net';

/** Whether a server could listen on this TCP port of the loopback interface now. */
export function isPortFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The first free TCP port of the loopback interface in `first … first + count - 1`, if there is one. */
export async function findFreePort(first: number, count: number): Promise<number | undefined> {
  for (let port = first; port < first + count; port++) {
    if (await isPortFree(port)) return port;
  }
  return undefined;
}
