import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** One POST that arrived. */
export interface ReceivedPost {
  readonly path: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly at: Date;
  /** The answer of the independent `standardwebhooks` package; false where no secret is known for the path. */
  readonly verified: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Receiver {
  /** URL of a path of this receiver. */
  url(path: string): string;
  /** The secret that posts to this path must be signed with. */
  trust(path: string, secret: string): void;
  /** What to answer to posts to this path; the latest call counts. @default 204 */
  answer(path: string, answer: (post: ReceivedPost, count: number) => Answer): void;
  /** Posts to one path so far, oldest first. */
  posts(path: string): readonly ReceivedPost[];
  close(): Promise<void>;
}

/** An endpoint on loopback that verifies what it gets, as a receiver of webhooks should. */
export async function startReceiver(port = 0): Promise<Receiver> {
  const secrets = new Map<string, string>();
  const answers = new Map<string, (post: ReceivedPost, count: number) => Answer>();
  const posts: ReceivedPost[] = [];
  const postsTo = (path: string) => posts.filter((post) => post.path === path);
  const server = createServer((request, response) => {
    readPost(request, secrets).then((post) => {
      posts.push(post);
      const { status, headers } = answers.get(post.path)?.(post, postsTo(post.path).length) ?? { status: 204 };
      response.writeHead(status, headers).end();
    }, response.destroy.bind(response));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: (path) => `${origin}${path}`,
    trust: (path, secret) => void secrets.set(path, secret),
    answer: (path, answer) => void answers.set(path, answer),
    posts: postsTo,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function readPost(request: IncomingMessage, secrets: ReadonlyMap<string, string>): Promise<ReceivedPost> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const path = request.url ?? '/';
  const body = Buffer.concat(chunks).toString('utf8');
  const headers = request.headers as Record<string, string>;
  return { path, body, headers, at: new Date(), verified: isVerified(body, headers, secrets.get(path)) };
}

function isVerified(body: string, headers: Record<string, string>, secret: string | undefined): boolean {
  if (secret === undefined) return false;
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}
