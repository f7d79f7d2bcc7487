import type { Agent } from 'node:http';
import type { Clock } from '../ports/clock';

/** Keep-alive timeout. Below the five seconds after which Node's and many other servers close an idle connection. */
export const FREE_SOCKET_MS = 4_000;

export function closeFreeSockets({ freeSockets }: Agent): void {
  for (const socket of Object.values(freeSockets).flatMap((sockets) => sockets ?? [])) socket.destroy();
}

/**
 * Returns a function to call before each request: it closes stale keep-alive connections. A frozen Lambda environment thaws
 * with connections that their servers closed long ago, before any timer fires; a request on one of them fails, and it is
 * unknown whether it was processed.
 */
export function keptConnections(agents: readonly Agent[], clock: Clock): () => void {
  let usedMs = 0;
  return () => {
    const nowMs = clock.now().getTime();
    if (nowMs - usedMs > FREE_SOCKET_MS) for (const agent of agents) closeFreeSockets(agent);
    usedMs = nowMs;
  };
}
