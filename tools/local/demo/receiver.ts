import type { IncomingMessage } from 'node:http';
import { startLoopbackServer } from '../loopback-server';
import { accepts } from './verify-signature';

/** One request that arrived: a POST, unless its method says otherwise. */
export interface ReceivedPost {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly at: Date;
  /** Whether the signature is valid for every secret of the path; false if the path has none. */
  readonly verified: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Receiver {
  /** URL of a path of this receiver. */
  url(path: string): string;
  /** Sets the secrets or public keys with each of which posts to this path must verify; replaces earlier ones. */
  trust(path: string, ...secrets: readonly string[]): void;
  /** Sets the response to posts to this path; replaces an earlier one. @default 204 */
  answer(path: string, answer: (post: ReceivedPost, count: number) => Answer): void;
  /** Posts to one path so far, oldest first. */
  posts(path: string): readonly ReceivedPost[];
  close(): Promise<void>;
}

/** An endpoint on loopback that verifies what it gets, as a receiver of webhooks should. */
export async function startReceiver(port = 0): Promise<Receiver> {
  const secrets = new Map<string, readonly string[]>();
  const answers = new Map<string, (post: ReceivedPost, count: number) => Answer>();
  const posts: ReceivedPost[] = [];
  const postsTo = (path: string) => posts.filter((post) => post.path === path);
  const { origin, close } = await startLoopbackServer((request, response) => {
    readPost(request, secrets).then((post) => {
      posts.push(post);
      const { status, headers } = answers.get(post.path)?.(post, postsTo(post.path).length) ?? { status: 204 };
      response.writeHead(status, headers).end();
    }, response.destroy.bind(response));
  }, port);
  return {
    url: (path) => `${origin}${path}`,
    trust: (path, ...trusted) => void secrets.set(path, trusted),
    answer: (path, answer) => void answers.set(path, answer),
    posts: postsTo,
    close,
  };
}

async function readPost(
  request: IncomingMessage,
  secrets: ReadonlyMap<string, readonly string[]>,
): Promise<ReceivedPost> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const path = request.url ?? '/';
  const body = Buffer.concat(chunks).toString('utf8');
  const headers = request.headers as Record<string, string>;
  const trusted = secrets.get(path) ?? [];
  const verified = trusted.length > 0 && trusted.every((secret) => accepts(secret, body, headers));
  return { method: request.method ?? '', path, body, headers, at: new Date(), verified };
}
