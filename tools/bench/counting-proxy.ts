import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Calls by service and operation, such as `DynamoDB.UpdateItem`. */
export type Calls = Readonly<Record<string, number>>;

export interface CountingProxy {
  readonly endpoint: string;
  /** What came through since it was asked last. */
  take(): Calls;
  close(): void;
}

/** Hands everything on to an endpoint of AWS's protocols, and counts it: what the SDK tries again counts again. */
export async function startCountingProxy(target: string): Promise<CountingProxy> {
  let calls: Record<string, number> = {};
  const server = http.createServer((request, response) => {
    handOn(request, response, target, (name) => {
      calls[name] = (calls[name] ?? 0) + 1;
    }).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => {
      const taken = calls;
      calls = {};
      return taken;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
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
  const { method = 'POST', url = '/', headers } = request;
  const handed = http.request(`${target}${url}`, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  handed.on('error', () => response.destroy());
  handed.end(body);
}

/** The JSON protocols name the operation in a header, the query protocol in the body, and REST in the path. */
function operationOf({ headers, method, url }: IncomingMessage, body: string): string {
  const target = String(headers['x-amz-target'] ?? '');
  const [, service = '', operation = ''] = /^([A-Za-z]+?)(?:Service)?(?:_\d+)?\.(\w+)$/.exec(target) ?? [];
  if (operation) return `${NAMES[service] ?? service}.${operation}`;
  const action = /(?:^|&)Action=(\w+)/.exec(body)?.[1];
  return action ?? `${method} ${url}`;
}

const NAMES: Readonly<Record<string, string>> = { AmazonSQS: 'SQS', Trent: 'KMS', TrentService: 'KMS' };
