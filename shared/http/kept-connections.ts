import type { Agent } from 'node:http';
import type { Clock } from '../ports/clock';

/** Below the five seconds after which Node's own and many other servers close a silent connection. */
export const FREE_SOCKET_MS = 4_000;

/** The receivers that were connected to first lose theirs first. */
export function closeFreeSockets({ freeSockets }: Agent, keep: number): void {
  const free = Object.values(freeSockets).flatMap((sockets) => sockets ?? []);
  for (const socket of free.slice(0, Math.max(0, free.length - keep))) socket.destroy();
}

/**
 * Of connections that are kept between requests, to be called before each: closes them after a pause. A Lambda that was
 * frozen wakes with connections that their servers closed long ago, before any timer could tell; a request on one of them
 * fails, and nobody knows whether it was processed.
 *
 * @param keep how many connections may be kept otherwise. @default all
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
