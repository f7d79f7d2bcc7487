import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { type LoopbackServer, startLoopbackServer } from '../local/loopback-server';

/** Calls by service and operation, such as `DynamoDB.UpdateItem`. */
export type Calls = Readonly<Record<string, number>>;

export interface CountingProxy extends LoopbackServer {
  /** Calls since the last query. */
  take(): Calls;
}

/** Proxy to an AWS-compatible endpoint that counts calls, the SDK's retries included. */
export async function startCountingProxy(target: string): Promise<CountingProxy> {
  let calls: Record<string, number> = {};
  const server = await startLoopbackServer((request, response) => {
    handOn(request, response, target, (name) => {
      calls[name] = (calls[name] ?? 0) + 1;
    }).catch(() => response.destroy());
  });
  return {
    ...server,
    take: () => {
      const taken = calls;
      calls = {};
      return taken;
    },
  };
}

async function handOn(
  request: IncomingMessage,
  response: ServerResponse,
  target: string,
  count: (name: string) => void,
): Promise<void> {
  const body = Buffer.concat(await request.toArray());
  count(operationOf(request, body.toString('latin1')));
  const { method = 'POST', url = '/' } = request;
  // The emulator refuses requests with another Host header.
  const headers = { ...request.headers, host: new URL(target).host };
  const handed = http.request(`${target}${url}`, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  handed.on('error', () => response.destroy());
  handed.end(body);
}

/** Operation of a request: in a header (JSON protocols), the body (query protocol) or the path (REST). */
function operationOf({ headers, method, url }: IncomingMessage, body: string): string {
  const target = String(headers['x-amz-target'] ?? '');
  const [, service = '', operation = ''] = /^([A-Za-z]+?)(?:Service)?(?:_\d+)?\.(\w+)$/.exec(target) ?? [];
  if (operation) return `${NAMES[service] ?? service}.${operation}`;
  const action = /(?:^|&)Action=(\w+)/.exec(body)?.[1];
  return action ?? `${method} ${url}`;
}

const NAMES: Readonly<Record<string, string>> = { AmazonSQS: 'SQS', Trent: 'KMS', TrentService: 'KMS' };
