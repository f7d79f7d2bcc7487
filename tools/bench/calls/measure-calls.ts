import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { SQSClient } from '@aws-sdk/client-sqs';
import { kmsDataKeys } from '../../../shared/aws/kms/kms-data-keys';
import { entryOf } from '../../build/bundle';
import { endpointRegistrar } from '../../local/demo/register-endpoint';
import { clientConfig } from '../../local/emulator';
import { inTemporaryFolder } from '../../local/processes/temporary-folder';
import { startThrowawayStack, type ThrowawayStack } from '../../local/throwaway-stack';
import { startFunction } from '../function/function-process';
import { writeBundle } from '../function/write-bundle';
import { FIVE } from '../world/tenants';
import { messages, TENANT, TENANT_OF_FIVE } from './bench-messages';
import { type CallRow, callRows } from './call-rows';
import { type CountingProxy, startCountingProxy } from './counting-proxy';
import { emulatedLambda } from './emulated-lambda';
import { eventSource } from './event-source';
import { gatheringReceiver } from './gathering-receiver';

const FIFTY = 50;

export interface CallFigures {
  readonly rows: readonly CallRow[];
  readonly inFlight: number;
  readonly peakMegabytes: number;
}

/** Counts the AWS calls of the bundled functions, on the tables, queues and settings of the applied stack. */
export const measureCalls = (log: (line: string) => void): Promise<CallFigures> =>
  inTemporaryFolder('carillon-bench-', (directory) => measureIn(directory, log));

async function measureIn(directory: string, log: (line: string) => void): Promise<CallFigures> {
  const stack = await startThrowawayStack({ name: 'bench', auth: false, log });
  const proxy = await startCountingProxy(stack.emulator.endpoint);
  const receiver = await gatheringReceiver();
  try {
    await emulatedLambda(stack.emulator.endpoint).stopPolling();
    const dynamodb = new DynamoDBClient(clientConfig(stack.emulator));
    await makeMessageKey(stack, dynamodb);
    const register = await endpointRegistrar(stack, dynamodb);
    for (const tenant of [TENANT, ...Array(FIVE).fill(TENANT_OF_FIVE)]) await register(tenant, () => receiver.url);
    const starting = (channel: string) => startChannel(channel, { stack, proxy, directory });
    const rows = [...(await rowsOf('webhook', starting, proxy)), ...(await rowsOf('email', starting, proxy))];
    receiver.gather(FIFTY);
    const { deliver, stop } = await starting('webhook');
    const { peakMegabytes } = await deliver(messages('webhook', FIFTY), FIFTY);
    stop();
    return { rows, inFlight: receiver.mostAtOnce(), peakMegabytes };
  } finally {
    await proxy.close();
    await receiver.close();
    await stack.emulator.stop();
  }
}

/** Excludes the first data key for messages, which is created once per stack: it is no cost of a delivery. */
async function makeMessageKey({ emulator, outputs }: ThrowawayStack, dynamodb: DynamoDBClient): Promise<void> {
  const { directory_table: tableName, data_key_arn: keyArn } = outputs;
  const kms = new KMSClient(clientConfig(emulator));
  await kmsDataKeys({ kms, keyArn, dynamodb, tableName }).current('messages');
}

type Started = Awaited<ReturnType<typeof startChannel>>;

async function rowsOf(channel: string, starting: (channel: string) => Promise<Started>, proxy: CountingProxy) {
  const { deliver, stop } = await starting(channel);
  const rows = await callRows(channel, deliver, proxy);
  stop();
  return rows;
}

interface Place {
  readonly stack: ThrowawayStack;
  readonly proxy: CountingProxy;
  readonly directory: string;
}

/** Starts a process of the channel's function with the stack's environment variables. */
async function startChannel(channel: string, { stack: { emulator }, proxy, directory }: Place) {
  const variables = await emulatedLambda(emulator.endpoint).variablesOf(`carillon-local-${channel}`);
  const file = await writeBundle(entryOf(channel), join(directory, channel));
  const running = await startFunction(file, { ...variables, ...environmentOf(proxy.origin) });
  const sqs = new SQSClient({ ...clientConfig(emulator), useQueueUrlAsEndpoint: false });
  return { deliver: eventSource(running, sqs, variables.QUEUE_URL ?? ''), stop: running.stop };
}

/** Endpoint cache as deployed; that of `local` has a TTL of 0. */
const environmentOf = (endpoint: string) => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  ENDPOINT_CACHE_SECONDS: '10',
});
