import type { Agent } from 'node:http';
import type { Socket } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import { lruCache } from '../../domain/kit/cache/lru-cache';
import type { Clock } from '../../ports/clock';
import { FREE_SOCKET_MS } from '../kept-connections';
import { OriginAgent } from './origin-agent';

/** Idle keep-alive connections of all receivers: a Lambda has 1,024 file descriptors, a tenant up to a hundred thousand endpoints. */
const MAX_FREE_SOCKETS = 200;
/** Origins whose agent and TLS session are kept, about 4 kB each. */
const MAX_ORIGINS = 1_000;

export interface ConnectionPool {
  /** Does not limit connections in use: a post that waits for a socket would time out. The batch size limits them. */
  agentFor(url: URL): Agent;
}

/**
 * Keep-alive connections to any number of receivers. All free ones are closed before the first request after a pause: a
 * frozen Lambda environment thaws with connections that their servers closed long ago, before any timer fires; a request
 * on one of them fails, and it is unknown whether it was processed.
 */
export function connectionPool({
  ca,
  clock,
}: {
  readonly ca?: string | undefined;
  readonly clock: Clock;
}): ConnectionPool {
  const free = new Set<Socket>();
  const agents = lruCache<string, OriginAgent>(MAX_ORIGINS);
  let context: SecureContext | undefined;
  const secureContext = () => {
    // Explicit, so that no environment variable or flag of Node weakens TLS.
    context ??= createSecureContext({ minVersion: 'TLSv1.2', ...(ca && { ca }) });
    return context;
  };
  const shared = { free, maxFree: MAX_FREE_SOCKETS, secureContext };
  let usedMs = 0;
  const closeStale = () => {
    const nowMs = clock.now().getTime();
    if (nowMs - usedMs > FREE_SOCKET_MS) for (const socket of free) socket.destroy();
    usedMs = nowMs;
  };
  return {
    agentFor: (url) => {
      closeStale();
      const { origin } = url;
      const known = agents.get(origin);
      if (known) return known;
      const agent = new OriginAgent(url, shared);
      agents.set(origin, agent);
      return agent;
    },
  };
}
