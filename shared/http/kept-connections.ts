import type { Agent } from 'node:http';
import type { Clock } from '../ports/clock';

/** Keep-alive timeout. Below the five seconds after which Node's and many other servers close an idle connection. */
export const FREE_SOCKET_MS = 4_000;

/** Destroys all free sockets but `keep`, those of the first connected receivers first. */
export function closeFreeSockets({ freeSockets }: Agent, keep: number): void {
  const free = Object.values(freeSockets).flatMap((sockets) => sockets ?? []);
  for (const socket of free.slice(0, Math.max(0, free.length - keep))) socket.destroy();
}

/**
 * Returns a function to call before each request: it closes stale keep-alive connections. A frozen Lambda environment thaws
 * with connections that their servers closed long ago, before any timer fires; a request on one of them fails, and it is
 * unknown whether it was processed.
 *
 * @param keep maximum number of free connections otherwise. @default all
 */
export function keptConnections(agents: readonly Agent[], clock: Clock, keep = Number.POSITIVE_INFINITY): () => void {
  let usedMs = 0;
  return () => {
    const nowMs = clock.now().getTime();
    const isStale = nowMs - usedMs > FREE_SOCKET_MS;
    for (const agent of agents) closeFreeSockets(agent, isStale ? 0 : keep);
    usedMs = nowMs;
  };
}
