import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CERTIFICATE, TEST_ONLY_KEY } from '../../shared/http/testing/certificates';
import { type LoopbackServer, serveHttps } from '../../shared/http/testing/loopback-server';
import type { Batch, BatchResult } from '../../shared/http/testing/many-at-once';
import { anEnvironment } from '../../stacks/verification/testing/environments';
import { synthesize } from '../../stacks/verification/testing/synthesize';
import { bundleFunction } from './bundle';

jest.setTimeout(60_000);

const FIFTY = 50;
/** Size of a large message: a batch of fifty stays within Lambda's payload limit of 6 MB. */
const LARGE_BYTES = 100_000;
/** Memory of the function in MB. */
const MEGABYTES = 256;

/** Node flags of Lambda's `bootstrap`; without them, V8 sizes its heap for the whole machine. */
const lambdaArguments = (megabytes: number): string[] => [
  `--max-semi-space-size=${Math.floor(megabytes / 20)}`,
  `--max-old-space-size=${Math.ceil(megabytes * 0.9)}`,
];

/** Barrier: responds only once all requests have arrived, each time with more than the function reads. */
async function gatheringReceiver(count: number): Promise<LoopbackServer & { readonly mostAtOnce: () => number }> {
  const waiting: ServerResponse[] = [];
  let most = 0;
  const server = await serveHttps({ key: TEST_ONLY_KEY, cert: CERTIFICATE }, (_, response) => {
    waiting.push(response);
    most = Math.max(most, waiting.length);
    if (waiting.length < count) return;
    for (const one of waiting.splice(0)) one.writeHead(200).end('x'.repeat(1_000_000));
  });
  return { ...server, mostAtOnce: () => most };
}

/** Environment variables as the stack sets them, so that the deployed bundle loads. */
function deployedVariables(): Readonly<Record<string, string>> {
  const { plan } = synthesize(anEnvironment('dev'));
  const webhook = plan.all('aws_lambda_function').find(({ address }) => address.endsWith('.webhook_function'));
  return webhook?.body.environment?.variables ?? {};
}

describe('the webhook function, given fifty deliveries', () => {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-fifty-'));
  const children: ChildProcess[] = [];
  afterAll(() => {
    for (const child of children) child.kill();
    rmSync(folder, { recursive: true });
  });

  /** Runs the deployed bundle in a child process. */
  async function deliver(batches: readonly Omit<Batch, 'port' | 'ca' | 'size'>[]): Promise<[BatchResult[], number]> {
    const receiver = await gatheringReceiver(FIFTY);
    const file = join(folder, 'many-at-once.js');
    writeFileSync(file, (await bundleFunction('shared/http/testing/many-at-once.ts')).code);
    const AWS = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none' };
    const child = fork(file, { env: { ...AWS, ...deployedVariables() }, execArgv: lambdaArguments(MEGABYTES) });
    children.push(child);
    const results: BatchResult[] = [];
    for (const batch of batches) {
      child.send({ ...batch, port: receiver.port, ca: CERTIFICATE, size: FIFTY });
      results.push((await once(child, 'message'))[0] as BatchResult);
    }
    await receiver.close();
    return [results, receiver.mostAtOnce()];
  }

  it('has all of them in flight concurrently over TLS within its 256 MB, the largest too', async () => {
    const [results, mostAtOnce] = await deliver([
      { dataBytes: 1_000 },
      { dataBytes: LARGE_BYTES },
      { dataBytes: 1_000 },
    ]);
    const delivered = Array(FIFTY).fill('delivered');
    expect(results.map(({ states, returned }) => [states, returned])).toEqual(results.map(() => [delivered, 0]));
    expect(mostAtOnce).toBe(FIFTY);
    const [small = Number.NaN, large = Number.NaN] = results.map(({ peakMegabytes }) => peakMegabytes);
    process.stdout.write(
      `  fifty in flight: ${small.toFixed(0)} MB, with ${LARGE_BYTES} bytes each ${large.toFixed(0)} MB\n`,
    );
    expect(small).toBeLessThan(MEGABYTES);
    expect(large).toBeLessThan(MEGABYTES);
  });
});
