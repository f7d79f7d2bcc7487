import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startLoopbackServer } from '../../local/loopback-server';

const run = promisify(execFile);

export interface FakeApi {
  /** Runs a program that publishes to this stub; throws unless exactly its notification comes. */
  expectPublish(command: string, args: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Stub of the HTTP API that accepts every notification. */
export async function startFakeApi(): Promise<FakeApi> {
  const posted: string[] = [];
  const server = await startLoopbackServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { id, type } = JSON.parse(body);
    posted.push(`${request.url} ${request.headers.authorization} ${type}`);
    response.statusCode = 202;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ id, status: 'accepted', messageId: 'm-1' }));
  });
  return {
    expectPublish: async (command, args) => {
      posted.length = 0;
      const env = { PATH: process.env.PATH, HOME: process.env.HOME, API_URL: server.origin };
      const { stdout } = await run(command, [...args], { env });
      if (posted.join() !== '/oidc/v1/notifications Bearer of-ours order.shipped')
        throw new Error(`it posted: ${posted.join() || 'nothing'}`);
      if (!stdout.includes('m-1')) throw new Error(`it printed: ${stdout}`);
    },
    close: () => server.close(),
  };
}
