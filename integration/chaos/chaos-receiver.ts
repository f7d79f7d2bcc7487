import type { IncomingMessage, ServerResponse } from 'node:http';
import { startLoopbackServer } from '../../tools/local/loopback-server';
import { type Behaviour, behaviourOf } from './behaviour';

/** A received post and its response. */
export interface Post {
  readonly endpoint: string;
  readonly notificationId: string;
  readonly behaviour: Behaviour;
  readonly at: number;
  /** Port of the sender's end of the connection, which identifies the worker. */
  readonly port: number;
  /** Time at which the response was written to an open connection; it counts as the time of the effect. */
  acceptedAt?: number;
}

export interface ChaosReceiver {
  readonly posts: readonly Post[];
  url(endpoint: string): string;
  close(): Promise<void>;
}

const LATE_MS = 3_000;

/** Endpoints on loopback whose responses follow from the seed. */
export async function startChaosReceiver(seed: number): Promise<ChaosReceiver> {
  const posts: Post[] = [];
  const { origin, close } = await startLoopbackServer((request, response) => {
    answer(request, response, seed, posts).catch(() => response.destroy());
  });
  return { posts, url: (endpoint) => `${origin}/${endpoint}`, close };
}

async function answer(request: IncomingMessage, response: ServerResponse, seed: number, posts: Post[]): Promise<void> {
  const port = request.socket.remotePort ?? 0;
  const body = Buffer.concat(await request.toArray()).toString();
  const { id, data } = JSON.parse(body) as { id: string; data: { n: number } };
  const earlier = posts.filter(({ notificationId }) => notificationId === id).length;
  const behaviour = behaviourOf(seed, data.n, earlier + 1);
  const post: Post = { endpoint: request.url?.slice(1) ?? '', notificationId: id, behaviour, at: Date.now(), port };
  posts.push(post);
  const accept = () => {
    if (request.socket.destroyed) return;
    post.acceptedAt = Date.now();
    response.writeHead(204).end();
  };
  if (behaviour === 'accept') accept();
  else if (behaviour === 'late') setTimeout(accept, LATE_MS);
  else if (behaviour === 'error') response.writeHead(503).end();
  else if (behaviour === 'reset') request.socket.resetAndDestroy();
}
