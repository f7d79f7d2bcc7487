import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess } from '../../local/processes/processes';
import { inTemporaryFolder } from '../../local/processes/temporary-folder';
import { EXIT_CODES } from './exit-codes';
import type { Hole } from './holes';

const ROOT = join(__dirname, '..', '..', '..');
const SOURCES = ['handlers', 'shared', 'tools', 'package.json', 'tsconfig.json'];

export interface ReopenedHole {
  readonly name: string;
  /** `failed`: the run ended without a verdict, for instance because the project does not run without the fix. */
  readonly verdict: 'found' | 'missed' | 'failed';
  /** Output of the run, standard error included. */
  readonly output: string;
}

/** Mutation test of the model: reverts one fix at a time in a copy of the project, and passes the verdict to `onResult`. */
export const reopenHoles = (
  holes: readonly Hole[],
  { runs, seed }: { readonly runs: number; readonly seed: number },
  onResult: (result: ReopenedHole) => void,
): Promise<void> =>
  inTemporaryFolder('carillon-model-', async (copy) => {
    for (const source of SOURCES) cpSync(join(ROOT, source), join(copy, source), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    const args = ['--runs', String(runs), '--seed', String(seed), '--processes', '1'];
    for (const hole of holes) onResult({ name: hole.name, ...(await without(hole, copy, () => searchIn(copy, args))) });
  });

async function without<T>({ file, fix, instead }: Hole, copy: string, run: () => Promise<T>): Promise<T> {
  const path = join(copy, file);
  const source = readFileSync(path, 'utf8');
  if (source.split(fix).length !== 2) throw new Error(`${file} has not exactly one: ${fix}`);
  writeFileSync(
    path,
    source.replace(fix, () => instead),
  );
  try {
    return await run();
  } finally {
    writeFileSync(path, source);
  }
}

async function searchIn(cwd: string, args: readonly string[]): Promise<Omit<ReopenedHole, 'name'>> {
  const lines: string[] = [];
  const { code } = await runProcess({
    command: join(ROOT, 'node_modules', '.bin', 'tsx'),
    args: ['tools/checks/model/main.ts', ...args],
    cwd,
    env: process.env,
    onLine: (line: string) => void lines.push(line),
  });
  return { verdict: verdictOf(code), output: lines.join('\n') };
}

function verdictOf(code: number | null): ReopenedHole['verdict'] {
  if (code === EXIT_CODES.found) return 'found';
  return code === EXIT_CODES.clean ? 'missed' : 'failed';
}
