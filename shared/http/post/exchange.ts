import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import type { LookupFunction, Socket, TcpNetConnectOpts } from 'node:net';
import type { Exchange } from '../../domain/delivery/exchange';
import type { PostFailureKind, PostResponse, PostResult } from '../../domain/webhook/outcome/post-result';
import type { Clock } from '../../ports/clock';
import { type AddressPolicy, checkTarget } from '../address/address';
import { AddressRefused, AddressUnreachable, guardedLookup } from '../address/guarded-lookup';
import type { Resolve } from '../address/resolve';
import { closeFreeSockets, FREE_SOCKET_MS } from '../kept-connections';
import { connectionClosed, failureAt, isBeforeRequest, STAGE_WORDS, type Stage } from './exchange-failure';
import { listenFirst } from './received-bytes';
import { headerLines } from './request-headers';
import { requestTarget } from './request-target';
import { headersRead, keptAliveMs } from './response-head';
import { MAX_RESPONSE_BYTES, responseText, secretsOf } from './response-text';
import { statusOf } from './status-line';
import { Stopwatch } from './stopwatch';

/** Of all headers of a response together. */
export const MAX_HEADER_BYTES = 16_384;
/** Connect timeout of one address of several. Node's default of 250 ms is too short for distant receivers. */
const ADDRESS_TIMEOUT_MS = 1_000;
/** Limit of interim responses (1xx), such as 103. Some receivers send three; an endless series would only waste time. */
const MAX_INFORMATIONAL_RESPONSES = 16;

/** Bytes that are searched for a status line if the response cannot be parsed: a head, and interim responses before it. */
const MAX_RECEIVED = 4 * MAX_HEADER_BYTES;
/**
 * A kept connection that was closed before the request arrived fails within a round trip. A receiver that kept the request
 * for longer has read it, and would get it twice, with little time left for the second response.
 */
const MAX_CLOSED_AFTER_MS = 1_000;
/** Error codes of a connection that the peer has closed. */
const CLOSED_CODES: readonly string[] = ['ECONNRESET', 'EPIPE'];

export interface OutboundRequest {
  readonly method: 'POST' | 'OPTIONS';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Wiring {
  readonly agent: http.Agent;
  readonly policy: AddressPolicy;
  readonly resolve: Resolve;
  readonly clock: Clock;
  readonly totalTimeoutMs: number;
  readonly idleTimeoutMs: number;
}

/** Sends one request and settles with the first event that decides the result; later events are ignored. */
export const exchange = (input: OutboundRequest, wiring: Wiring): Promise<PostResult> =>
  new Promise((settle) => new RunningExchange(input, wiring, settle));

class RunningExchange {
  private readonly stopwatch: Stopwatch;
  private readonly body: Buffer;
  private request: ClientRequest;
  private readonly total: NodeJS.Timeout;
  private idle: NodeJS.Timeout | undefined;
  private stage: Stage = 'connect';
  private head: Pick<PostResponse, 'status' | 'headers'> | undefined;
  private readonly chunks: Buffer[] = [];
  private informationalResponses = 0;
  /** Bytes received before the head of the response was parsed, as latin1. */
  private received = '';
  private stopListening: () => unknown = () => undefined;
  private isRepeated = false;
  /** Unix time in milliseconds at which the request was sent on a kept-alive connection. */
  private sentMs = 0;
  private settled = false;

  constructor(
    private readonly input: OutboundRequest,
    private readonly wiring: Wiring,
    private readonly settle: (result: PostResult) => void,
  ) {
    this.stopwatch = new Stopwatch(wiring.clock);
    // As a Buffer: Node would copy a string behind the headers, and allocate three bytes for each character.
    this.body = Buffer.from(input.body);
    this.request = this.open();
    this.total = setTimeout(() => this.expire('total', wiring.totalTimeoutMs), wiring.totalTimeoutMs);
  }

  private open(): ClientRequest {
    const { url, method, headers } = this.input;
    const { protocol, hostname, port, path, host } = requestTarget(url);
    const options: RequestOptions & Pick<TcpNetConnectOpts, 'autoSelectFamilyAttemptTimeout'> = {
      agent: this.wiring.agent,
      protocol,
      hostname,
      port,
      path,
      method,
      headers: headerLines(headers, host, method === 'POST' ? this.body.length : undefined),
      lookup: (...query) => this.lookup(...query),
      maxHeaderSize: MAX_HEADER_BYTES,
      autoSelectFamilyAttemptTimeout: ADDRESS_TIMEOUT_MS,
    };
    const opened = http
      .request(options)
      .on('socket', (socket) => this.onSocket(socket))
      .on('information', () => this.onInformation())
      .on('response', (response) => this.onResponse(response))
      .on('error', (error) => opened === this.request && this.onError(error))
      .on('close', () => opened === this.request && this.onClose(this.stage !== 'body'));
    opened.end(this.body);
    return opened;
  }

  /** Only for a new connection. */
  private lookup(...[hostname, options, callback]: Parameters<LookupFunction>): void {
    this.enter('dns');
    const lookup = guardedLookup(this.wiring.resolve, (ip) => this.check(ip));
    lookup(hostname, options, (error, ...answer) => {
      if (error === null) {
        this.stopwatch.lap('dns');
        this.enter('connect');
      }
      callback(error, ...answer);
    });
  }

  private onSocket(socket: Socket): void {
    this.stopListening = listenFirst(socket, (chunk) => this.onBytes(chunk));
    if (!socket.connecting) {
      this.sentMs = this.stopwatch.restart();
      this.stage = 'response';
      return;
    }
    if (this.stage === 'connect') this.enter('connect');
    socket.once('connect', () => this.onConnect(socket));
    if (this.isSecure()) socket.once('secureConnect', () => this.onSecure());
  }

  private onBytes(chunk: Buffer): void {
    if (this.received.length < MAX_RECEIVED) this.received += chunk.toString('latin1');
  }

  private onSecure(): void {
    this.stopwatch.lap('tls');
    this.enter('response');
  }

  /** Final SSRF check, on the address of the connected socket: literal addresses do not go through `lookup`. */
  private onConnect({ remoteAddress }: Socket): void {
    this.stopwatch.lap('connect');
    // A connection that is closed already has no address: a transient failure, and not a refused address.
    if (remoteAddress === undefined) {
      this.fail(connectionClosed());
      return;
    }
    const faults = this.check(remoteAddress);
    if (faults.length > 0) this.fail(new AddressRefused(faults));
    else this.enter(this.isSecure() ? 'tls' : 'response');
  }

  private onInformation(): void {
    this.informationalResponses += 1;
    if (this.informationalResponses <= MAX_INFORMATIONAL_RESPONSES) return;
    this.abort(
      'protocol',
      `waiting for the response failed: more than ${MAX_INFORMATIONAL_RESPONSES} responses of 1xx`,
    );
  }

  private onResponse(response: IncomingMessage): void {
    let bytes = 0;
    this.stopwatch.lap('firstByte');
    this.head = { status: response.statusCode ?? 0, headers: headersRead(response.rawHeaders) };
    this.stage = 'body';
    this.stopListening();
    this.limitReuse(response);
    // Most bodies arrive with their headers: then Node has read all of it by the next tick, and no timer is needed.
    process.nextTick(() => !response.complete && this.enter('body'));
    response.on('data', (chunk: Buffer) => {
      this.idle?.refresh();
      if (this.settled) return;
      this.chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > MAX_RESPONSE_BYTES) this.succeed(false);
    });
    response.on('end', () => this.succeed(true));
    response.on('error', (error) => this.onError(error));
    response.on('close', () => this.onClose(true));
  }

  /** Receivers may say how long they keep an idle connection. */
  private limitReuse({ rawHeaders, socket }: IncomingMessage): void {
    const milliseconds = keptAliveMs(rawHeaders);
    if (milliseconds === 0) this.request.shouldKeepAlive = false;
    else if (milliseconds !== undefined && milliseconds < FREE_SOCKET_MS) socket.setTimeout(milliseconds);
  }

  /** A request may close before its response, if the end of the connection delimits the response. */
  private onClose(isOver: boolean): void {
    if (isOver && !this.settled) this.onError(connectionClosed());
  }

  private onError(error: NodeJS.ErrnoException): void {
    if (this.mayRepeat(error)) this.repeat();
    else this.fail(error);
  }

  /** True if the server closed a kept-alive connection, most likely while the request was in flight. */
  private mayRepeat({ code = '' }: NodeJS.ErrnoException): boolean {
    const isUnanswered = this.stage === 'response' && this.received === '';
    const isAtOnce = this.wiring.clock.now().getTime() - this.sentMs <= MAX_CLOSED_AFTER_MS;
    return isUnanswered && isAtOnce && this.request.reusedSocket && !this.isRepeated && CLOSED_CODES.includes(code);
  }

  /** Sends the request again on a new connection, within the same total timeout. */
  private repeat(): void {
    this.isRepeated = true;
    closeFreeSockets(this.wiring.agent);
    this.stopwatch.restart();
    this.stage = 'connect';
    this.stopListening();
    this.request = this.open();
  }

  private succeed(isWhole: boolean): void {
    const { status, headers } = this.head ?? { status: 0, headers: {} };
    this.finish({ kind: 'response', status, headers, exchange: this.exchange(isWhole) });
    // Do not let an endless body, or a peer that responds without reading, hold the socket.
    if (!isWhole || !this.request.writableFinished) this.request.destroy();
  }

  private fail(error: NodeJS.ErrnoException): void {
    const refused = error instanceof AddressRefused;
    const failure = refused ? 'address' : failureAt(this.stage, error.code);
    const isExplained = refused || error instanceof AddressUnreachable;
    this.abort(failure, isExplained ? error.message : `${STAGE_WORDS[this.stage]} failed: ${error.code ?? error.name}`);
  }

  private expire(limit: string, timeoutMs: number): void {
    // A request that was not sent cannot have been processed, so the failure is that of the stage.
    this.abort(
      isBeforeRequest(this.stage) ? this.stage : 'timeout',
      `${STAGE_WORDS[this.stage]} took too long: ${limit} timeout of ${timeoutMs} ms`,
    );
  }

  private abort(failure: PostFailureKind, message: string): void {
    const status = this.head === undefined ? statusOf(this.received) : undefined;
    if (status !== undefined) this.head = { status, headers: {} };
    this.finish({ kind: 'failure', failure, message, ...this.head, exchange: this.exchange(false) });
    this.request.destroy();
  }

  private exchange(isWhole: boolean): Exchange {
    const timings = this.stopwatch.timings();
    if (this.head === undefined) return { timings };
    const bytes = Buffer.concat(this.chunks);
    const text = responseText(bytes, isWhole, bytes.length > 0 ? secretsOf(this.input.headers) : []);
    return { status: this.head.status, timings, ...text };
  }

  private finish(result: PostResult): void {
    if (this.settled) return;
    this.settled = true;
    clearTimeout(this.total);
    clearTimeout(this.idle);
    this.stopListening();
    this.settle(result);
  }

  /** Starts the idle timeout, except while waiting for the response: a receiver may take up to the total timeout. */
  private enter(stage: Stage): void {
    if (this.settled) return;
    this.stage = stage;
    clearTimeout(this.idle);
    const { idleTimeoutMs } = this.wiring;
    if (stage !== 'response') this.idle = setTimeout(() => this.expire('idle', idleTimeoutMs), idleTimeoutMs);
  }

  private check(ip: string) {
    return checkTarget(this.input.url, ip, this.wiring.policy);
  }

  private isSecure(): boolean {
    return requestTarget(this.input.url).protocol === 'https:';
  }
}
