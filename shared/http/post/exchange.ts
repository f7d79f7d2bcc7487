import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction, Socket } from 'node:net';
import type { Exchange } from '../../domain/delivery/exchange';
import {
  HEADERS_READ,
  type PostFailureKind,
  type PostResponse,
  type PostResult,
} from '../../domain/webhook/outcome/post-result';
import type { Clock } from '../../ports/clock';
import { type AddressPolicy, checkTarget } from '../address/address';
import { AddressRefused, AddressUnreachable, guardedLookup } from '../address/guarded-lookup';
import type { Resolve } from '../address/resolve';
import { closeFreeSockets } from '../kept-connections';
import { connectionClosed, failureAt, isBeforeRequest, STAGE_WORDS, type Stage } from './exchange-failure';
import { MAX_RESPONSE_BYTES, responseText, secretsOf } from './response-text';
import { statusOf } from './status-line';
import { type Stopwatch, startStopwatch } from './stopwatch';

/** Of all headers of a response together. */
export const MAX_HEADER_BYTES = 16_384;
/** Of several addresses, before the next one is tried. Node's 250 ms rule out whoever is on the other side of the world. */
const ADDRESS_TIMEOUT_MS = 1_000;
/** Before the response proper, such as 103; there are receivers with three, and a million would only burn our time. */
const MAX_INFORMATIONAL_RESPONSES = 16;

/** Of what is looked through for a status where the response cannot be read: a head, and those of 1xx before it. */
const MAX_RECEIVED = 4 * MAX_HEADER_BYTES;
/**
 * What was closed before the request came ends in a round trip. A receiver that had it for longer has read it, and would get
 * it twice, the second time with little time left to hear the answer.
 */
const MAX_CLOSED_AFTER_MS = 1_000;
/** Of a connection that its other side has closed. */
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

/** Sends one request and settles with the first thing that decides it; whatever happens later is ignored. */
export const exchange = (input: OutboundRequest, wiring: Wiring): Promise<PostResult> =>
  new Promise((settle) => new RunningExchange(input, wiring, settle));

class RunningExchange {
  private readonly stopwatch: Stopwatch;
  private request: ClientRequest;
  private readonly total: NodeJS.Timeout;
  private idle: NodeJS.Timeout | undefined;
  private stage: Stage = 'connect';
  private head: Pick<PostResponse, 'status' | 'headers'> | undefined;
  private readonly chunks: Buffer[] = [];
  private informationalResponses = 0;
  /** What came before the head of the response could be read. */
  private received = '';
  private isRepeated = false;
  /** Unix time in milliseconds: over a connection that was kept. */
  private sentMs = 0;
  private settled = false;

  constructor(
    private readonly input: OutboundRequest,
    private readonly wiring: Wiring,
    private readonly settle: (result: PostResult) => void,
  ) {
    this.stopwatch = startStopwatch(wiring.clock);
    this.request = this.open();
    this.total = setTimeout(() => this.expire('total', wiring.totalTimeoutMs), wiring.totalTimeoutMs);
    this.enter(this.stage);
    this.send();
  }

  /** As text, Node would copy it behind the headers, and make room for three bytes a character. */
  private send(): void {
    this.request.end(Buffer.from(this.input.body));
  }

  private open(): ClientRequest {
    const { url, method, headers } = this.input;
    const { request } = this.isSecure() ? https : http;
    const { agent } = this.wiring;
    const limits = { maxHeaderSize: MAX_HEADER_BYTES, autoSelectFamilyAttemptTimeout: ADDRESS_TIMEOUT_MS };
    const opened = request(url, { method, headers, agent, lookup: this.lookup(), ...limits })
      .on('socket', (socket) => this.onSocket(socket))
      .on('information', () => this.onInformation())
      .on('response', (response) => this.onResponse(response))
      .on('error', (error) => opened === this.request && this.onError(error))
      .on('close', () => opened === this.request && this.onClose(this.stage !== 'body'));
    return opened;
  }

  private lookup(): LookupFunction {
    const lookup = guardedLookup(this.wiring.resolve, (ip) => this.check(ip));
    return (hostname, options, callback) => {
      this.enter('dns');
      lookup(hostname, options, (error, ...answer) => {
        if (error === null) {
          this.stopwatch.lap('dns');
          this.enter('connect');
        }
        callback(error, ...answer);
      });
    };
  }

  private onSocket(socket: Socket): void {
    this.listen(socket);
    if (!socket.connecting) {
      this.sentMs = this.wiring.clock.now().getTime();
      this.stopwatch.restart();
      this.enter('response');
      return;
    }
    socket.once('connect', () => this.onConnect(socket));
    socket.once('secureConnect', () => {
      this.stopwatch.lap('tls');
      this.enter('response');
    });
  }

  /** Before Node's parser, which may end everything with the bytes that it has got. */
  private listen(socket: Socket): void {
    const onData = (chunk: Buffer) => {
      const isAwaited = this.head === undefined && !this.settled && this.received.length < MAX_RECEIVED;
      if (isAwaited) this.received += chunk.toString('latin1');
      else socket.off('data', onData);
    };
    socket.prependListener('data', onData);
  }

  /** The last word is the socket's own; literal addresses never pass a lookup. */
  private onConnect({ remoteAddress }: Socket): void {
    this.stopwatch.lap('connect');
    // A peer that is gone already has no address any more, which is no reason to refuse it for good.
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
    this.head = headOf(response);
    this.enter('body');
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

  /** The request may close before a response does that ends with its connection. */
  private onClose(isOver: boolean): void {
    if (isOver && !this.settled) this.onError(connectionClosed());
  }

  private onError(error: NodeJS.ErrnoException): void {
    if (this.mayRepeat(error)) this.repeat();
    else this.fail(error);
  }

  /** The server closed a connection that was kept, most likely while the request was on its way. */
  private mayRepeat({ code = '' }: NodeJS.ErrnoException): boolean {
    const isUnanswered = this.stage === 'response' && this.received === '';
    const isAtOnce = this.wiring.clock.now().getTime() - this.sentMs <= MAX_CLOSED_AFTER_MS;
    return isUnanswered && isAtOnce && this.request.reusedSocket && !this.isRepeated && CLOSED_CODES.includes(code);
  }

  /** On a new connection, in the time that is left. */
  private repeat(): void {
    this.isRepeated = true;
    closeFreeSockets(this.wiring.agent, 0);
    this.stopwatch.restart();
    this.request = this.open();
    this.enter('connect');
    this.send();
  }

  private succeed(isWhole: boolean): void {
    const { status, headers } = this.head ?? { status: 0, headers: {} };
    this.finish({ kind: 'response', status, headers, exchange: this.exchange(isWhole) });
    // Neither a body without end nor a peer that answers without reading may hold the socket.
    if (!isWhole || !this.request.writableFinished) this.request.destroy();
  }

  private fail(error: NodeJS.ErrnoException): void {
    const refused = error instanceof AddressRefused;
    const failure = refused ? 'address' : failureAt(this.stage, error.code);
    const isExplained = refused || error instanceof AddressUnreachable;
    this.abort(failure, isExplained ? error.message : `${STAGE_WORDS[this.stage]} failed: ${error.code ?? error.name}`);
  }

  private expire(limit: string, timeoutMs: number): void {
    // Before the request is under way, nobody can have processed it: the failure is of the stage.
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
    const text = responseText(Buffer.concat(this.chunks), isWhole, secretsOf(this.input.headers));
    return { status: this.head.status, timings, ...text };
  }

  private finish(result: PostResult): void {
    if (this.settled) return;
    this.settled = true;
    clearTimeout(this.total);
    clearTimeout(this.idle);
    this.settle(result);
  }

  /** A receiver may think for as long as the total allows; everything else has to make progress. */
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
    return this.input.url.protocol === 'https:';
  }
}

/** Lines of one name are joined as RFC 9110 does, 5.3. Of a `Retry-After`, `headers` has the first line alone. */
const headOf = ({ statusCode = 0, headersDistinct }: IncomingMessage): Pick<PostResponse, 'status' | 'headers'> => {
  const read = HEADERS_READ.map((name) => [name, headersDistinct[name]?.join(', ')] as const);
  return { status: statusCode, headers: Object.fromEntries(read.filter(([, value]) => value !== undefined)) };
};
