import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOLES, type Hole } from './holes';

const ROOT = join(__dirname, '..', '..');
const SOURCES = ['handlers', 'shared', 'tools', 'package.json', 'tsconfig.json'];

/**
 * In a copy of the project, takes one fix back at a time.
 *
 * @param only part of the name of those that are wanted
 * @returns the names of the holes that no run has found
 */
export async function reopenHoles(runs: number, seed: number, only = ''): Promise<string[]> {
  const missed: string[] = [];
  const copy = mkdtempSync(join(tmpdir(), 'carillon-model-'));
  try {
    for (const source of SOURCES) cpSync(join(ROOT, source), join(copy, source), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    for (const hole of HOLES.filter(({ name }) => name.includes(only))) {
      const output = await runWith(hole, copy, runs, seed);
      if (output === undefined) missed.push(hole.name);
      console.log(`\n${output === undefined ? 'MISSED' : 'found'}: ${hole.name}\n${output ?? ''}`);
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  return missed;
}

/** What the model says of the project without the fix; undefined where it finds nothing. */
async function runWith({ file, fix, instead }: Hole, copy: string, runs: number, seed: number) {
  const path = join(copy, file);
  const source = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    source.replace(fix, () => instead),
  );
  try {
    return await failureOf(copy, ['--runs', String(runs), '--seed', String(seed), '--processes', '1']);
  } finally {
    writeFileSync(path, source);
  }
}

function failureOf(cwd: string, args: readonly string[]): Promise<string | undefined> {
  const tsx = join(ROOT, 'node_modules', '.bin', 'tsx');
  const child = spawn(tsx, ['tools/model/main.ts', ...args], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0 ? undefined : output));
  });
}
