import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunction, entryOf, zipFunction } from '../build/bundle';
import { deployedVariables, type Variables } from './deployed-variables';
import { median } from './statistics/quartiles';

const RUNS = 15;

export interface InitRow {
  readonly name: string;
  readonly kilobytes: number;
  readonly zipKilobytes: number;
  /** User and system CPU time from process start to a loaded handler. */
  readonly initMs: number;
  readonly overEmptyMs: number;
}

/** Loads each bundle in a process of its own, round-robin, so that drift of the machine affects all alike. */
export async function measureInit(channels: readonly string[]): Promise<InitRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-bench-'));
  const codes = new Map<string, Uint8Array>([['empty', Buffer.from('exports.handler = async () => {};')]]);
  for (const name of channels) codes.set(name, (await bundleFunction(entryOf(name))).code);
  for (const [name, code] of codes) writeFileSync(join(folder, `${name}.js`), code);
  const variables = deployedVariables();
  const times = new Map([...codes.keys()].map((name) => [name, [] as number[]]));
  for (let run = 0; run < RUNS; run++) {
    for (const [name, measured] of times)
      measured.push(initOnce(join(folder, `${name}.js`), variables.get(name) ?? {}));
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

const initOnce = (file: string, variables: Variables): number =>
  Number(execFileSync(process.execPath, ['-e', LOAD, file], { env: { ...LAMBDA, ...variables }, encoding: 'utf8' }));

const LAMBDA = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench' };
