import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bin, version } from '../../package.json';

const LAUNCHER = join(__dirname, '..', '..', bin.carillon);

test('the program that npx runs exists, and works in any folder', () => {
  expect(existsSync(LAUNCHER)).toBe(true);
  const { status, stdout, stderr } = spawnSync(process.execPath, [LAUNCHER, '--version'], { cwd: tmpdir() });
  expect({ status, stdout: String(stdout), stderr: String(stderr) }).toEqual({
    status: 0,
    stdout: `${version}\n`,
    stderr: '',
  });
});
