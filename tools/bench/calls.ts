import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Notification } from '../../shared/domain/notification';
import { aMessage, aNotification } from '../../shared/testing/factories';
import { clientConfig } from '../local/emulator';
import { endpointRegistrar } from '../local/register-endpoint';
import { startThrowawayStack } from '../local/throwaway-stack';
import { type Calls, startCountingProxy } from './counting-proxy';
import { emulatedLambda } from './emulated-lambda';
import { eventSource, POLLER_REQUESTS } from './event-source';
import { startFunction } from './function-process';
import { gatheringReceiver } from './gathering-receiver';

const TENANT = 'bench';
const BATCH = 10;
const BATCHES = 10;
const FIFTY = 50;

export interface CallRow {
  readonly what: string;
  readonly deliveries: number;
  readonly calls: Calls;
  /** Of the event source mapping and the function. */
  readonly sqsRequests: number;
}

export interface CallFigures {
  readonly rows: readonly CallRow[];
  readonly inFlight: number;
  readonly peakMegabytes: number;
}

/** Counts what the bundled functions ask of AWS, on the tables, queues and settings of the applied stack. */
export async function measureCalls(log: (line: string) => void): Promise<CallFigures> {
  const stack = await startThrowawayStack({ name: 'bench', auth: false, log });
  const { emulator } = stack;
  const directory = mkdtempSync(join(tmpdir(), 'carillon-bench-'));
  const proxy = await startCountingProxy(emulator.endpoint);
  const receiver = await gatheringReceiver();
  const lambda = emulatedLambda(emulator.endpoint);
  const sqs = new SQSClient({ ...clientConfig(emulator), useQueueUrlAsEndpoint: false });
  const start = async (channel: string) => {
    const variables = await lambda.variablesOf(`carillon-local-${channel}`);
    const running = await startFunction(channel, directory, { ...variables, ...environmentOf(proxy.endpoint) });
    return { ...running, deliver: eventSource(running, sqs, variables.QUEUE_URL ?? '') };
  };
  const measure = async (what: string, run: () => Promise<{ invocations: number }>, deliveries: number) => {
    proxy.take();
    const { invocations } = await run();
    const calls = proxy.take();
    return { what, deliveries, calls, sqsRequests: invocations * POLLER_REQUESTS + sqsCalls(calls) };
  };
  try {
    await lambda.stopPolling();
    const register = await endpointRegistrar(stack, new DynamoDBClient(clientConfig(emulator)));
    await register(TENANT, () => receiver.url);
    const rows: CallRow[] = [];
    for (const channel of ['webhook', 'email']) {
      const { deliver, stop } = await start(channel);
      const batch = (size: number) => () => deliver(messages(channel, size), size);
      const first = await measure(`${channel}, the first batch of ${BATCH} of a new function`, batch(BATCH), BATCH);
      const later = await measure(
        `${channel}, the next ${BATCHES - 1} batches`,
        () => deliver(messages(channel, BATCH * (BATCHES - 1)), BATCH),
        BATCH * (BATCHES - 1),
      );
      rows.push(
        first,
        later,
        await measure(`${channel}, one message a batch`, batch(1), 1),
        together(channel, first, later),
      );
      stop();
    }
    const webhook = await start('webhook');
    receiver.gather(FIFTY);
    const { peakMegabytes } = await webhook.deliver(messages('webhook', FIFTY), FIFTY);
    webhook.stop();
    return { rows, inFlight: receiver.mostAtOnce(), peakMegabytes };
  } finally {
    proxy.close();
    receiver.close();
    rmSync(directory, { recursive: true });
    await emulator.stop();
  }
}

const messages = (channel: string, count: number) => Array.from({ length: count }, () => aMessage(forChannel(channel)));

const forChannel = (channels: string): Notification =>
  aNotification({ tenant: TENANT, channels, type: 'bench.measured', recipients: 'ann@example.com' });

/** As deployed; `local` looks at the version of the endpoints each time. */
const environmentOf = (endpoint: string) => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  ENDPOINT_CACHE_SECONDS: '10',
});

const sqsCalls = (calls: Calls): number => sum(calls, (name) => name.startsWith('SQS.'));

export const sum = (calls: Calls, wanted: (name: string) => boolean): number =>
  Object.entries(calls).reduce((total, [name, count]) => (wanted(name) ? total + count : total), 0);

const together = (channel: string, ...rows: readonly CallRow[]): CallRow => {
  const calls: Record<string, number> = {};
  for (const row of rows)
    for (const [name, count] of Object.entries(row.calls)) calls[name] = (calls[name] ?? 0) + count;
  return {
    what: channel,
    calls,
    deliveries: rows.reduce((total, { deliveries }) => total + deliveries, 0),
    sqsRequests: rows.reduce((total, { sqsRequests }) => total + sqsRequests, 0),
  };
};
