import http, { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { bareHost } from '../../http/address/bare-host';
import { closeFreeSockets } from '../../http/kept-connections';
import { MAX_SOCKETS } from '../http/request-handler';

export interface TransportOptions {
  /** From the request to the last byte of the response. @default 3,000 */
  readonly requestTimeoutMs?: number;
  /** For the TCP connection, the wait for a free one included, but not for its TLS handshake. @default 1,000 */
  readonly connectionTimeoutMs?: number;
  /** By the endpoint's scheme. @default of the client's own, with `MAX_SOCKETS` keep-alive connections */
  readonly agents?: { readonly http: http.Agent; readonly https: http.Agent };
}

export interface Response {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/**
 * @param headers names and values in turn, `host` first; Node checks an array once, and an object twice
 * @throws Error named `TimeoutError`, or of the connection with its `code`
 */
export type Transport = (headers: readonly string[], body: string) => Promise<Response>;

/** Posts to `/` of one endpoint, over keep-alive connections. */
export function transportTo(endpoint: URL, options: TransportOptions): Transport {
  const isSecure = endpoint.protocol === 'https:';
  const { request, Agent } = isSecure ? https : http;
  const agent =
    options.agents?.[isSecure ? 'https' : 'http'] ?? new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });
  const target = { host: bareHost(endpoint), port: endpoint.port, path: '/', method: 'POST', agent };
  return (headers, body) =>
    new Promise((resolve, reject) => {
      const bytes = Buffer.byteLength(body);
      const sent = request({ ...target, headers: [...headers, 'content-length', String(bytes)] });
      const fail = (error: Error) => {
        stopTimers();
        reject(error);
      };
      const stopTimers = limitTime(sent, options, fail);
      sent.on('error', (error) => {
        const wasStale = isStale(sent, error);
        // The other kept connections are as old: a retry on one of them would fail as well.
        if (wasStale) closeFreeSockets(agent);
        fail(Object.assign(error, { isStale: wasStale }));
      });
      sent.on('response', (response) => {
        readText(response, fail, (text) => {
          stopTimers();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      });
      // ASCII: Node writes headers and body as one string, and Latin-1 needs no encoding.
      sent.end(body, bytes === body.length ? 'latin1' : 'utf8');
    });
}

/**
 * One timer for both limits: every call sets it, and hardly any needs it. The TLS handshake counts for the whole alone: fifty
 * of them at once take seconds at the share of a small function.
 *
 * @returns a function that ends both limits
 */
function limitTime(sent: ClientRequest, options: TransportOptions, fail: (error: Error) => void): () => void {
  const { requestTimeoutMs = 3_000, connectionTimeoutMs = 1_000 } = options;
  const expire = (what: string, ms: number) => {
    // Without a socket, Node emits the error of `destroy` only once there is one.
    fail(timeoutError(`no ${what} within ${ms} ms`));
    sent.destroy();
  };
  const expireWhole = () => expire('response', requestTimeoutMs);
  const left = requestTimeoutMs - connectionTimeoutMs;
  let timer = setTimeout(
    () => {
      if (left <= 0) expireWhole();
      else if (!isConnected(sent)) expire('connection', connectionTimeoutMs);
      else timer = setTimeout(expireWhole, left);
    },
    Math.min(connectionTimeoutMs, requestTimeoutMs),
  );
  return () => clearTimeout(timer);
}

const isConnected = ({ socket }: ClientRequest): boolean => socket?.connecting === false;

/** The service closed a kept connection, and this request was sent before that was noticed. */
const isStale = (sent: ClientRequest, { code = '' }: NodeJS.ErrnoException): boolean =>
  sent.reusedSocket && ['ECONNRESET', 'EPIPE'].includes(code);

const timeoutError = (message: string): Error => Object.assign(new Error(message), { name: 'TimeoutError' });

/** A response that breaks off is an error, `ECONNRESET`. */
function readText(response: IncomingMessage, fail: (error: Error) => void, done: (text: string) => void): void {
  let text = '';
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    text += chunk;
  });
  response.on('error', fail);
  response.on('end', () => done(text));
}
