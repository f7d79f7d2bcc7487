import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ulid } from 'ulid';
import { channels } from '../../../../handlers';
import { memoryChannelQueue } from '../../../../shared/memory/memory-channel-queue';
import { memoryLedger } from '../../../../shared/memory/memory-ledger';
import { memoryListing } from '../../../../shared/memory/memory-listing';
import { memoryListingDetails } from '../../../../shared/memory/memory-listing-details';
import { memoryMailPreferences } from '../../../../shared/memory/memory-mail-preferences';
import { memoryReplayRuns } from '../../../../shared/memory/memory-replay-runs';
import { operatorPorts } from '../../../../shared/operations/testing/operator-ports';
import type { Endpoint } from '../../../../shared/ports/endpoints';
import type { Objection } from '../../../../shared/ports/mail-preferences';
import { fakeTopic } from '../../../../shared/producer/testing/fake-topic';
import { recordingLogger } from '../../../../shared/testing/recording-logger';
import { testDigest } from '../../../../shared/testing/sealed';
import { createApiHandler } from '../api-handler';
import type { ApiPorts } from '../api-ports';
import { apiRoutes } from '../routes';
import { apiEvent, type Call } from './api-event';

export interface Given {
  readonly endpoints?: readonly Endpoint[];
  readonly objections?: readonly Objection[];
  /** Replace ports, such as by failing ones. */
  readonly ports?: Partial<ApiPorts>;
}

export interface ApiResult {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: answers of any route
  readonly body: any;
  /** The body as it is sent; empty without one. */
  readonly text: string;
}

/** The handler on in-memory ports, of which every call is recorded. */
export function apiWorld({ endpoints = [], objections = [], ports: replaced = {} }: Given = {}) {
  const operator = operatorPorts(endpoints);
  const ledger = memoryLedger(operator.chains);
  const [topic, queue, log] = [fakeTopic(), memoryChannelQueue(), recordingLogger()];
  const [listing, runs] = [memoryListing(), memoryReplayRuns()];
  const preferences = memoryMailPreferences(...objections);
  const ports: ApiPorts = {
    ...operator,
    records: operator.chains,
    ledger,
    contents: ledger,
    topic,
    channels,
    preferences,
    listing,
    details: memoryListingDetails(ledger),
    runs,
    newId: () => ulid(operator.clock.now().getTime()),
    openDigest: async () => testDigest,
    openQueue: async () => queue,
    sleep: async () => undefined,
    log,
    ...replaced,
  };
  const calls: string[] = [];
  const handler = createApiHandler(apiRoutes, { tenantClaim: 'tenant', roleClaim: 'role' }, recorded(ports, calls));
  const send = async (event: APIGatewayProxyEventV2): Promise<ApiResult> => {
    const { statusCode = 0, headers = {}, body: text = '' } = await handler(event);
    return { status: statusCode, headers, text, body: text === '' ? undefined : JSON.parse(text) };
  };
  const call = (request: Call, change: Partial<APIGatewayProxyEventV2> = {}) => send(apiEvent(request, change));
  return {
    call,
    send,
    calls,
    ports,
    ledger,
    audit: operator.chains,
    topic,
    queue,
    log,
    listing,
    runs,
    preferences,
    clock: operator.clock,
  };
}

export type ApiWorld = ReturnType<typeof apiWorld>;

/** Ports that are called for the outside; the others are values, the clock and the log. */
const OUTSIDE = [
  'topic',
  'contents',
  'ledger',
  'records',
  'chains',
  'listing',
  'details',
  'runs',
  'registry',
  'preferences',
  'keys',
] as const;

/** The same ports; each call adds a line such as `registry.find ["acme","ep_1"]`. */
function recorded(ports: ApiPorts, calls: string[]): ApiPorts {
  const note = (name: string, args: readonly unknown[]) => void calls.push(`${name} ${JSON.stringify(args)}`);
  const watched = OUTSIDE.map((name) => [name, watch(name, ports[name], note)] as const);
  const { openDigest, openQueue, resolve } = ports;
  return {
    ...ports,
    ...Object.fromEntries(watched),
    openDigest: () => {
      note('openDigest', []);
      return openDigest();
    },
    openQueue: (channel) => {
      note('openQueue', [channel]);
      return openQueue(channel);
    },
    resolve: (host) => {
      note('resolve', [host]);
      return resolve(host);
    },
  };
}

const watch = (name: string, port: object, note: (name: string, args: readonly unknown[]) => void) =>
  Object.fromEntries(
    Object.entries(port).map(([method, value]) => [
      method,
      typeof value !== 'function'
        ? value
        : (...args: unknown[]) => {
            note(`${name}.${method}`, args);
            return value.apply(port, args);
          },
    ]),
  );
