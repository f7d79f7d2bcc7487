import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunction, zipFunction } from '../bundle';
import { median } from './median';

const RUNS = 15;

export interface InitRow {
  readonly name: string;
  readonly kilobytes: number;
  readonly zipKilobytes: number;
  /** CPU time, user and system, from the start of the process to a loaded handler. */
  readonly initMs: number;
  readonly overEmptyMs: number;
}

/** Loads each bundle as Lambda does, in a process of its own, in turn, so that a drifting machine hits all alike. */
export async function measureInit(channels: readonly string[]): Promise<InitRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-bench-'));
  const codes = new Map<string, Uint8Array>([['empty', Buffer.from('exports.handler = async () => {};')]]);
  for (const name of channels) codes.set(name, (await bundleFunction(`handlers/${name}/index.ts`)).code);
  for (const [name, code] of codes) writeFileSync(join(folder, `${name}.js`), code);
  const times = new Map([...codes.keys()].map((name) => [name, [] as number[]]));
  for (let run = 0; run < RUNS; run++) {
    for (const [name, measured] of times) measured.push(initOnce(join(folder, `${name}.js`)));
  }
  rmSync(folder, { recursive: true });
  const empty = median(times.get('empty') ?? []);
  return [...codes].map(([name, code]) => {
    const initMs = median(times.get(name) ?? []);
    const zipKilobytes = zipFunction(code).length / 1000;
    return { name, kilobytes: code.length / 1000, zipKilobytes, initMs, overEmptyMs: initMs - empty };
  });
}

const LOAD = `
  require(process.argv[1]);
  const { user, system } = process.cpuUsage();
  console.log((user + system) / 1000);
`;

const initOnce = (file: string): number =>
  Number(execFileSync(process.execPath, ['-e', LOAD, file], { env: ENVIRONMENT, encoding: 'utf8' }));

/** What the stack sets, so that the wiring runs as it does in Lambda. */
const ENVIRONMENT = {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  CHANNELS: 'email,webhook,audit',
  QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/000000000000/bench',
  DEAD_LETTER_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/000000000000/bench-dlq',
  LEASE_SECONDS: '65',
  RETRY_DELAYS_SECONDS: '5,30',
  LEDGER_TABLE: 'ledger',
  LEDGER_RETENTION_DAYS: '30',
  DIRECTORY_TABLE: 'directory',
  DATA_KEY_ARN: 'arn:aws:kms:eu-central-1:000000000000:key/bench',
  ALLOW_LOOPBACK: 'false',
  ENDPOINT_CACHE_SECONDS: '10',
  MAIL_FROM: 'bench@example.com',
  CONFIGURATION_SET: 'mail',
};
