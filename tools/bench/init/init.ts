import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { channels, functions } from '../../../handlers';
import { bundleFunction, entryOf, zipFunction } from '../../build/bundle';
import { inTemporaryFolder } from '../../local/processes/temporary-folder';
import { deployedVariables, type Variables } from '../function/deployed-variables';
import { bundlePeer, type Peer } from '../peers/bundle-peer';
import type { Benchmark, Measured, Result } from '../report/result';

const RUNS = 15;
const UNIT = 'CPU ms above an empty function';

interface Loaded {
  readonly subject: string;
  readonly file: string;
  readonly variables: Variables;
}

/** Our functions beside a peer of the same task. */
const PAIRS: readonly (readonly [ours: string, peer: Peer, subject: string])[] = [
  ['webhook', 'powertools-webhook', 'Powertools batch + idempotency, standardwebhooks'],
  ['email', 'powertools-email', 'Powertools batch + idempotency, zod, LiquidJS, nodemailer, SES client'],
  ['audit', 'powertools-audit', 'Powertools batch + idempotency, DynamoDB client'],
];

export const init: Benchmark = {
  id: 'init',
  method: `CPU time from the start of a process until the handler is loaded, less that of a function without code. Each bundle is loaded ${RUNS} times, each time in a process of its own.`,
  measure: async function* () {
    const sizes: Measured[] = [];
    const samples = await inTemporaryFolder('carillon-bench-', async (folder) =>
      loadRepeatedly(await writeAll(folder, sizes)),
    );
    const measured = (subject: string): Measured => ({ subject, samples: samples.get(subject) ?? [] });
    for (const [ours, , peer] of PAIRS)
      yield result(`init-${ours}`, `Init of ${ours}`, UNIT, [measured(`Carillon, ${ours}`), measured(peer)]);
    const all = NAMES.map((name) => measured(`Carillon, ${name}`));
    yield { ...result('init-all', 'Functions', UNIT, all), isSeries: true };
    yield { ...result('init-size', 'Functions', 'kB zipped, as deployed', sizes), isSeries: true };
  },
};

const NAMES = [...channels, ...functions].map(({ name }) => name);

const result = (id: string, title: string, unit: string, measured: Measured[]): Result => ({
  id,
  title,
  unit,
  better: 'less',
  measured,
});

async function writeAll(folder: string, sizes: Measured[]): Promise<Loaded[]> {
  const variables = deployedVariables();
  const write = (name: string, code: Uint8Array): string => {
    const file = join(folder, `${name}.js`);
    writeFileSync(file, code);
    return file;
  };
  const empty = write('empty', Buffer.from('exports.handler = async () => {};'));
  const loaded: Loaded[] = [{ subject: '', file: empty, variables: {} }];
  for (const name of NAMES) {
    const { code, lazy } = await bundleFunction(entryOf(name));
    const subject = `Carillon, ${name}`;
    loaded.push({ subject, file: write(name, code), variables: variables.get(name) ?? {} });
    sizes.push({ subject, samples: [zipFunction(code, lazy).length / 1000] });
  }
  for (const [ours, peer, subject] of PAIRS)
    loaded.push({ subject, file: bundlePeer(peer, join(folder, peer)), variables: variables.get(ours) ?? {} });
  return loaded;
}

/** Milliseconds above the empty function of the same run, by subject. */
function loadRepeatedly(loaded: readonly Loaded[]): Map<string, number[]> {
  const samples = new Map(loaded.map(({ subject }) => [subject, [] as number[]]));
  for (let run = 0; run < RUNS; run++) {
    const times = loaded.map(({ file, variables }) => loadOnce(file, variables));
    for (const [n, { subject }] of loaded.entries()) samples.get(subject)?.push((times[n] ?? 0) - (times[0] ?? 0));
  }
  return samples;
}

const LOAD = `
  require(process.argv[1]);
  const { user, system } = process.cpuUsage();
  console.log((user + system) / 1000);
`;

const loadOnce = (file: string, variables: Variables): number =>
  Number(execFileSync(process.execPath, ['-e', LOAD, file], { env: { ...LAMBDA, ...variables }, encoding: 'utf8' }));

/** Peers need the names of their table and secret at load. */
const LAMBDA = {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  IDEMPOTENCY_TABLE: 'idempotency',
  WEBHOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
};
