import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import type { AddressPolicy } from '../address/address';
import { createPoster, type PosterOptions } from '../post/post';
import { type LoopbackServer, serveHttp, serveTcp } from './loopback-server';

export const local: AddressPolicy = { allowLoopback: true, allowedPorts: [] };
export const deployed: AddressPolicy = { allowLoopback: false, allowedPorts: [] };
export const TIMEOUTS = { totalTimeoutMs: 500, idleTimeoutMs: 250 };
export const timings = expect.objectContaining({ total: expect.any(Number) });

/** Starts servers for the tests of a file, and closes them after each. */
export function loopbackServers() {
  const servers: LoopbackServer[] = [];
  afterEach(() => {
    jest.useRealTimers();
    return Promise.all(servers.splice(0).map((server) => server.close()));
  });
  const keep = async (starting: Promise<LoopbackServer>): Promise<LoopbackServer> => {
    const server = await starting;
    servers.push(server);
    return server;
  };
  const answering = (answer: RequestListener) => keep(serveHttp(answer));
  const status = (code: number, headers = {}) => answering((_, response) => response.writeHead(code, headers).end());
  const raw = (answer: (socket: Socket) => void) => keep(serveTcp(answer));
  return { answering, status, raw };
}

export const poster = (options: Partial<PosterOptions> = {}) => createPoster({ policy: local, ...options });
/** Never advances, so that connections are neither stale nor closed late, however busy the machine is. */
export const STANDING_CLOCK = { now: () => new Date(0) };

export const request = ({ port }: LoopbackServer, host = '127.0.0.1') => ({
  url: `http://${host}:${port}/in?a=b`,
  headers: { 'content-type': 'application/json', 'webhook-id': '01J' },
  body: '{"a":"ü"}',
});
export const failure = (kind: string, message: string) => ({
  kind: 'failure',
  failure: kind,
  message,
  exchange: { timings },
});
/** A failure after the status line of the response. */
export const failureAfter = (code: number, kind: string, message: string, received?: string) => ({
  ...failure(kind, message),
  status: code,
  headers: {},
  exchange: { status: code, timings, ...(received !== undefined && { response: received }), truncated: true },
});
export const refusal = (purpose: string) =>
  failure('address', `the address is not public (${purpose}); allowed are public addresses, use one`);
export const response = (code: number, received = '', isTruncated = false) => ({
  kind: 'response',
  status: code,
  headers: {},
  exchange: { status: code, timings, ...(received && { response: received }), ...(isTruncated && { truncated: true }) },
});

/**
 * Fakes the timers of a test's posts and receivers. Sockets are real, but timers fire only in `pass`, so that the test does
 * not depend on wall time. `loopbackServers` restores them.
 */
export const fakeTimers = () => void jest.useFakeTimers({ doNotFake: [...NOT_FAKED] });

const NOT_FAKED = [
  'Date',
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
] as const;
/** Divides all timeouts of the tests, and is shorter than the idle timeout. */
const STEP_MS = 10;
/** Turns of the event loop: on loopback, written bytes are readable at once. */
const IO_TURNS = 10;

async function doIo(): Promise<void> {
  for (let turn = 0; turn < IO_TURNS; turn++) await new Promise((done) => setImmediate(done));
}

/** Waits for sockets, while no time passes on the faked timers. Ends before Jest does: a loop would outlive its test. */
export async function until(isTrue: () => boolean): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!isTrue()) {
    if (performance.now() > deadline) throw new Error(`still not so after 15 s: ${isTrue}`);
    await doIo();
  }
}

/** Advances the faked timers, and lets sockets send and receive after each step. */
export async function pass(milliseconds: number): Promise<void> {
  for (let passedMs = 0; passedMs < milliseconds; passedMs += STEP_MS) {
    jest.advanceTimersByTime(STEP_MS);
    await doIo();
  }
}
