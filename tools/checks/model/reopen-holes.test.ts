import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { exitCodeOf } from './exit-codes';
import type { Hole } from './holes';
import { type ReopenedHole, reopenHoles } from './reopen-holes';

/** Slow, because each run is a child process that compiles the project. */
jest.setTimeout(60_000);

const aHole = (name: string, instead: string): Hole => ({
  name,
  instead,
  file: 'tools/checks/model/findings.ts',
  fix: "...(isQuiet ? [] : ['the run does not come to an end']),",
});

async function verdictsOf(...holes: readonly Hole[]): Promise<ReopenedHole[]> {
  const results: ReopenedHole[] = [];
  await reopenHoles(holes, { runs: 1, seed: 1 }, (result) => results.push(result));
  return results;
}

test('a hole is found if a run has a finding, not if it throws or does not compile', async () => {
  const finding = aHole('finding', "'a finding',");
  const throwing = aHole('throwing', "...(() => { throw new Error('thrown in the run'); })(),");
  const broken = aHole('broken', '...(');
  const [found, thrown, uncompiled] = await verdictsOf(finding, throwing, broken);
  expect(found).toEqual({ name: 'finding', verdict: 'found', output: expect.stringContaining('\na finding\n') });
  expect(thrown).toMatchObject({ verdict: 'failed', output: expect.stringContaining('Error: thrown in the run') });
  expect(uncompiled).toMatchObject({ verdict: 'failed', output: expect.stringContaining('findings.ts') });
});

test('a hole without effect is missed', async () => {
  expect(await verdictsOf(aHole('none', "...(isQuiet ? [] : ['']),"))).toMatchObject([{ verdict: 'missed' }]);
});

test.each([
  [[0, 0], 0],
  [[0, 2], 2],
  [[2, 1], 1],
  [[0, null], 1],
])('searches that ended with %j end as %d', (codes, expected) => {
  expect(exitCodeOf(codes)).toBe(expected);
});

test('an interrupt leaves no copy of the project behind', async () => {
  const temporary = mkdtempSync(join(tmpdir(), 'reopen-holes-'));
  const copies = () => readdirSync(temporary).filter((name) => name.startsWith('carillon-'));
  const args = ['--import', require.resolve('tsx'), join(__dirname, 'main.ts'), '--holes'];
  const run = spawn(process.execPath, args, { env: { ...process.env, TMPDIR: temporary }, stdio: 'ignore' });
  const exited = once(run, 'exit');
  while (copies().length === 0) await delay(20);
  run.kill('SIGTERM');
  expect(await exited).toEqual([143, null]);
  expect(copies()).toEqual([]);
  rmSync(temporary, { recursive: true });
});
