import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleAll } from '../build/bundle';
import { inTemporaryFolder } from '../local/processes/temporary-folder';
import { median } from './statistics/quartiles';

const ROOT = join(__dirname, '..', '..');
const RUNS = 5;

/** Runs `main.ts` as `npm run synth` does after bundling. */
export async function measureSynth(): Promise<{ wallMs: number; peakMegabytes: number }> {
  await bundleAll(join(ROOT, 'dist', 'functions'));
  const samples = await inTemporaryFolder('carillon-bench-', synthRepeatedly);
  const of = (key: 'wallMs' | 'peakMegabytes') => median(samples.map((sample) => sample[key]));
  return { wallMs: of('wallMs'), peakMegabytes: of('peakMegabytes') };
}

async function synthRepeatedly(folder: string) {
  const hook = join(folder, 'peak.cjs');
  writeFileSync(
    hook,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'peak'))}, String(process.resourceUsage().maxRSS)));`,
  );
  const samples: { wallMs: number; peakMegabytes: number }[] = [];
  for (let run = 0; run < RUNS; run++) samples.push(await synthOnce(folder, hook));
  return samples;
}

async function synthOnce(folder: string, hook: string) {
  const startedAt = performance.now();
  const args = ['--require', hook, '--require', 'tsx/cjs', 'main.ts'];
  const env = { ...process.env, CARILLON_ENV: 'local', CDKTF_OUTDIR: join(folder, 'out') };
  const [code] = await once(spawn(process.execPath, args, { cwd: ROOT, env, stdio: 'inherit' }), 'exit');
  if (code !== 0) throw new Error(`main.ts ended with ${code}`);
  const peakMegabytes = Number(readFileSync(join(folder, 'peak'), 'utf8')) / 1024;
  return { wallMs: performance.now() - startedAt, peakMegabytes };
}
