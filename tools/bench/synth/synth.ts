import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleAll } from '../../build/bundle';
import { inTemporaryFolder } from '../../local/processes/temporary-folder';
import type { Benchmark, Result } from '../report/result';

const ROOT = join(__dirname, '..', '..', '..');
const RUNS = 3;
const TITLE = 'Synthesis of the Terraform';

export const synth: Benchmark = {
  id: 'synth',
  method: 'Runs `main.ts` as `npm run synth` does after bundling.',
  measure: async function* () {
    await bundleAll(join(ROOT, 'dist', 'functions'));
    const samples = await inTemporaryFolder('carillon-bench-', synthRepeatedly);
    const of = (key: keyof Sample): Result['measured'] => [
      { subject: 'environment local', samples: samples.map((sample) => sample[key]) },
    ];
    yield { id: 'synth', title: TITLE, unit: 'ms', better: 'less', measured: of('wallMs') };
    yield { id: 'synth-memory', title: TITLE, unit: 'MB at most', better: 'less', measured: of('peakMegabytes') };
  },
};

interface Sample {
  readonly wallMs: number;
  readonly peakMegabytes: number;
}

async function synthRepeatedly(folder: string): Promise<Sample[]> {
  const hook = join(folder, 'peak.cjs');
  writeFileSync(
    hook,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'peak'))}, String(process.resourceUsage().maxRSS)));`,
  );
  const samples: Sample[] = [];
  for (let run = 0; run < RUNS; run++) samples.push(await synthOnce(folder, hook));
  return samples;
}

async function synthOnce(folder: string, hook: string): Promise<Sample> {
  const startedAt = performance.now();
  const args = ['--require', hook, '--require', 'tsx/cjs', 'main.ts'];
  const env = { ...process.env, CARILLON_ENV: 'local', CDKTF_OUTDIR: join(folder, 'out') };
  const [code] = await once(
    spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'inherit'] }),
    'exit',
  );
  if (code !== 0) throw new Error(`main.ts ended with ${code}`);
  const peakMegabytes = Number(readFileSync(join(folder, 'peak'), 'utf8')) / 1024;
  return { wallMs: performance.now() - startedAt, peakMegabytes };
}
