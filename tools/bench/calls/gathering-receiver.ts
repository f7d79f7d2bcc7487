import type { ServerResponse } from 'node:http';
import { startLoopbackServer } from '../../local/loopback-server';

/** An endpoint that can hold posts until a number of them has arrived (a barrier), so that all are in flight together. */
export async function gatheringReceiver() {
  const waiting: ServerResponse[] = [];
  let [wanted, most] = [1, 0];
  const { origin, close } = await startLoopbackServer(async (request, response) => {
    await request.toArray();
    waiting.push(response);
    most = Math.max(most, waiting.length);
    if (waiting.length >= wanted) for (const one of waiting.splice(0)) one.writeHead(204).end();
  });
  return {
    url: `${origin}/`,
    gather: (count: number) => {
      wanted = count;
    },
    mostAtOnce: () => most,
    close,
  };
}
