import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LoopbackServer, startLoopbackServer } from '../../local/loopback-server';

export interface RecordedCall {
  /** Service and operation, such as `DynamoDB.UpdateItem`; for the query protocol only the operation. */
  readonly name: string;
  readonly request: string;
  readonly response: string;
  /** Of the whole request: its line, headers and body. */
  readonly requestBytes: number;
}

/** Milliseconds that the answer to a call is held back. */
export type Latency = (name: string) => number;

/** Proxy to an AWS-compatible endpoint. Records every call, the client's retries included. */
export const startRecordingProxy = (
  target: string,
  record: (call: RecordedCall) => void,
  latency: Latency = () => 0,
): Promise<LoopbackServer> =>
  startLoopbackServer((request, response) => {
    handOn(request, response, target, record, latency).catch(() => response.destroy());
  });

async function handOn(
  request: IncomingMessage,
  response: ServerResponse,
  target: string,
  record: (call: RecordedCall) => void,
  latency: Latency,
): Promise<void> {
  const body = Buffer.concat(await request.toArray());
  const name = operationOf(request, body.toString('latin1'));
  const answer = await ask(request, body, target);
  const answered = Buffer.concat(await answer.toArray());
  record({ name, request: String(body), response: String(answered), requestBytes: headBytes(request) + body.length });
  if (latency(name) > 0) await sleep(latency(name));
  response.writeHead(answer.statusCode ?? 502, answer.headers).end(answered);
}

const ask = ({ method = 'POST', url = '/', headers }: IncomingMessage, body: Buffer, target: string) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    // The emulator refuses requests with another Host header.
    const options = { method, headers: { ...headers, host: new URL(target).host } };
    http.request(`${target}${url}`, options, resolve).on('error', reject).end(body);
  });

/** Bytes of a request's line and headers. */
export const headBytes = ({ method, url, rawHeaders }: IncomingMessage): number =>
  `${method} ${url} HTTP/1.1\r\n\r\n`.length + rawHeaders.reduce((sum, part) => sum + part.length + 2, 0);

/** Operation of a request: in a header (JSON protocols), the body (query protocol) or the path (REST). */
function operationOf({ headers, method, url }: IncomingMessage, body: string): string {
  const target = String(headers['x-amz-target'] ?? '');
  const [, service = '', operation = ''] = /^([A-Za-z]+?)(?:Service)?(?:_\d+)?\.(\w+)$/.exec(target) ?? [];
  if (operation) return `${NAMES[service] ?? service}.${operation}`;
  const action = /(?:^|&)Action=(\w+)/.exec(body)?.[1];
  return action ?? `${method} ${url}`;
}

const NAMES: Readonly<Record<string, string>> = { AmazonSQS: 'SQS', Trent: 'KMS', TrentService: 'KMS' };
