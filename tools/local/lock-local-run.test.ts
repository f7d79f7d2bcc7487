import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { thrown } from '../../shared/testing/thrown';
import { lockLocalRun } from './lock-local-run';

const directory = mkdtempSync(join(tmpdir(), 'local-run-'));
afterAll(() => rmSync(directory, { recursive: true }));

test('a second start is refused with the process that runs, and changes nothing', () => {
  const file = join(directory, 'in-use-by.pid');
  writeFileSync(file, `${process.ppid}\n`);
  expect(thrown(() => lockLocalRun(directory))).toMatchObject({
    code: 'local.already_running',
    message: `Carillon already runs here (pid ${process.ppid}); nothing was changed`,
    fix: expect.stringContaining(`stop it with Ctrl-C or \`kill ${process.ppid}\``),
  });
  expect([readdirSync(directory), readFileSync(file, 'utf8')]).toEqual([['in-use-by.pid'], `${process.ppid}\n`]);
});
