import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const COMMANDS = ['start.mjs', 'test.mjs'];

/** A clone whose packages are not installed, and an npm that says that it was run, and with which lock. */
let clone = '';
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'carillon-start-'));
  for (const folder of ['tools/local', '.carillon/local']) mkdirSync(join(clone, folder), { recursive: true });
  for (const file of COMMANDS.concat('packages.mjs'))
    copyFileSync(join(__dirname, file), join(clone, 'tools/local', file));
  writeFileSync(join(clone, 'package-lock.json'), '{}');
  writeFileSync(
    join(clone, 'npm-cli.js'),
    `console.log('npm ran, lock ' + require('node:fs').readFileSync('.carillon/local/in-use-by.pid', 'utf8')); process.exit(9);`,
  );
});
afterEach(() => rmSync(clone, { recursive: true }));

const lock = (pid: number) => writeFileSync(join(clone, '.carillon/local/in-use-by.pid'), `${pid} 1\n`);

function run(command: string) {
  const env = { ...process.env, npm_execpath: join(clone, 'npm-cli.js') };
  const { pid, status, stdout, stderr } = spawnSync(process.execPath, [join(clone, 'tools/local', command)], {
    env,
    encoding: 'utf8',
  });
  return { pid, status, stdout, stderr };
}

describe.each(COMMANDS)('%s', (command) => {
  test('missing packages are installed under a lock, which is removed afterwards', () => {
    lock(2 ** 22 + 1);
    const { pid, status, stdout } = run(command);
    expect({ status, stdout }).toEqual({ status: 9, stdout: expect.stringContaining(`npm ran, lock ${pid}\n`) });
    expect(readdirSync(join(clone, '.carillon/local'))).toEqual([]);
  });

  test('nothing is installed while another start runs from the packages, or installs them', () => {
    lock(process.pid);
    const { status, stdout, stderr } = run(command);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(`error local.already_running: Carillon already runs here (pid ${process.pid})`);
    expect(readdirSync(join(clone, '.carillon/local'))).toEqual(['in-use-by.pid']);
  });

  test('a folder that cannot be written is named, without a stack trace, and nothing is installed', () => {
    rmSync(join(clone, '.carillon'), { recursive: true });
    writeFileSync(join(clone, '.carillon'), '');
    const { status, stdout, stderr } = run(command);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    const file = join(clone, '.carillon/local/in-use-by.pid');
    expect(stderr).toMatch(
      new RegExp(`^error local\\.file_unwritable: ${file} cannot be written: ENOTDIR: [^\n]*\\nfix: [^\n]*\\n$`),
    );
  });

  test('nothing is installed through a link, whose packages npm would delete', () => {
    mkdirSync(join(clone, 'shared', 'package'), { recursive: true });
    symlinkSync(join(clone, 'shared'), join(clone, 'node_modules'));
    const { status, stdout, stderr } = run(command);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('error local.linked_packages: ');
    expect(readdirSync(join(clone, 'shared'))).toEqual(['package']);
  });

  test('every command runs on the Node that comes with the packages, whichever Node npm has', () => {
    const modules = join(clone, 'node_modules');
    const folder = join(modules, `node-${process.platform}-${process.arch}`, 'bin');
    for (const path of [folder, join(modules, 'tsx')]) mkdirSync(path, { recursive: true });
    writeFileSync(join(modules, 'tsx', 'index.js'), '');
    writeFileSync(join(folder, 'node'), '#!/bin/sh\necho "ran first of $PATH"\n', { mode: 0o755 });
    writeFileSync(join(modules, '.package-lock.json'), '{}');
    const { status, stdout } = run(command);
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining(`ran first of ${folder}:`) });
  });
});
