import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An endpoint that can keep posts waiting until there are as many as wanted, so that they are in flight together. */
export async function gatheringReceiver() {
  const waiting: ServerResponse[] = [];
  let [wanted, most] = [1, 0];
  const server = createServer(async (request, response) => {
    await request.toArray();
    waiting.push(response);
    most = Math.max(most, waiting.length);
    if (waiting.length >= wanted) for (const one of waiting.splice(0)) one.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    gather: (count: number) => {
      wanted = count;
    },
    mostAtOnce: () => most,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
