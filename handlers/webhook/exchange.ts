import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction, Socket } from 'node:net';
import type { Clock } from '../../shared/ports/clock';
import { type AddressPolicy, checkTarget } from './address';
import { connectionClosed, failureAt, STAGE_WORDS, type Stage } from './exchange-failure';
import { AddressRefused, guardedLookup, type Resolve } from './guarded-lookup';
import type { PostFailureKind, PostResult } from './post-result';

/** Of a response body; the rest is not read. */
export const MAX_BODY_BYTES = 20_480;
/** Of all headers of a response together. */
export const MAX_HEADER_BYTES = 16_384;

export interface Exchange {
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
export const exchange = (input: Exchange, wiring: Wiring): Promise<PostResult> =>
  new Promise((settle) => new RunningExchange(input, wiring, settle));

class RunningExchange {
  private readonly startedMs: number;
  private readonly request: ClientRequest;
  private readonly total: NodeJS.Timeout;
  private idle: NodeJS.Timeout | undefined;
  private stage: Stage = 'connect';
  private status: number | undefined;
  private settled = false;

  constructor(
    private readonly input: Exchange,
    private readonly wiring: Wiring,
    private readonly settle: (result: PostResult) => void,
  ) {
    this.startedMs = this.nowMs();
    this.request = this.open();
    this.total = setTimeout(() => this.expire('total', wiring.totalTimeoutMs), wiring.totalTimeoutMs);
    this.enter(this.stage);
    this.request.end(input.body);
  }

  private open(): ClientRequest {
    const { url, headers } = this.input;
    const { request } = this.isSecure() ? https : http;
    const { agent } = this.wiring;
    const options = { method: 'POST', headers, agent, lookup: this.lookup(), maxHeaderSize: MAX_HEADER_BYTES };
    return request(url, options)
      .on('socket', (socket) => this.onSocket(socket))
      .on('response', (response) => this.onResponse(response))
      .on('error', (error) => this.fail(error))
      .on('close', () => this.onClose(this.stage !== 'body'));
  }

  private lookup(): LookupFunction {
    const lookup = guardedLookup(this.wiring.resolve, (ip) => this.check(ip));
    return (hostname, options, callback) => {
      this.enter('dns');
      lookup(hostname, options, (error, ...answer) => {
        if (error === null) this.enter('connect');
        callback(error, ...answer);
      });
    };
  }

  private onSocket(socket: Socket): void {
    if (!socket.connecting) {
      this.enter('response');
      return;
    }
    socket.once('connect', () => this.onConnect(socket));
    socket.once('secureConnect', () => this.enter('response'));
  }

  /** The last word is the socket's own; literal addresses never pass a lookup. */
  private onConnect({ remoteAddress }: Socket): void {
    // A peer that is gone already has no address any more, which is no reason to refuse it for good.
    if (remoteAddress === undefined) {
      this.fail(connectionClosed());
      return;
    }
    const faults = this.check(remoteAddress);
    if (faults.length > 0) this.fail(new AddressRefused(faults));
    else this.enter(this.isSecure() ? 'tls' : 'response');
  }

  private onResponse(response: IncomingMessage): void {
    const chunks: Buffer[] = [];
    let bytes = 0;
    this.status = response.statusCode;
    this.enter('body');
    response.on('data', (chunk: Buffer) => {
      this.idle?.refresh();
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) this.succeed(response, chunks, true);
    });
    response.on('end', () => this.succeed(response, chunks, false));
    response.on('error', (error) => this.fail(error));
    response.on('close', () => this.onClose(true));
  }

  /** The request may close before a response does that ends with its connection. */
  private onClose(isOver: boolean): void {
    if (isOver && !this.settled) this.fail(connectionClosed());
  }

  private succeed({ statusCode, headers }: IncomingMessage, chunks: readonly Buffer[], truncated: boolean): void {
    const retryAfter = headers['retry-after'];
    this.finish({
      kind: 'response',
      status: statusCode ?? 0,
      ...(retryAfter !== undefined && { retryAfter }),
      body: Buffer.concat(chunks).toString('utf8', 0, MAX_BODY_BYTES),
      truncated,
      durationMs: this.elapsedMs(),
    });
    // Neither a body without end nor a peer that answers without reading may hold the socket.
    if (truncated || !this.request.writableFinished) this.request.destroy();
  }

  private fail(error: NodeJS.ErrnoException): void {
    const refused = error instanceof AddressRefused;
    const failure = refused ? 'address' : failureAt(this.stage, error.code);
    this.abort(failure, refused ? error.message : `${STAGE_WORDS[this.stage]} failed: ${error.code ?? error.name}`);
  }

  private expire(limit: string, timeoutMs: number): void {
    this.abort('timeout', `${STAGE_WORDS[this.stage]} took too long: ${limit} timeout of ${timeoutMs} ms`);
  }

  private abort(failure: PostFailureKind, message: string): void {
    this.finish({
      ...{ kind: 'failure', failure, message, durationMs: this.elapsedMs() },
      ...(this.status !== undefined && { status: this.status }),
    });
    this.request.destroy();
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

  private elapsedMs(): number {
    return Math.max(0, this.nowMs() - this.startedMs);
  }

  private nowMs(): number {
    return this.wiring.clock.now().getTime();
  }
}
