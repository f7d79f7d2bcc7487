import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preparePythonEnvironment } from './python-environment';

/** A fake Python: makes an environment with itself in it, writes down how pip is called, fails on "bad". */
const FAKE_PYTHON = `#!/bin/sh
case "$2" in
  venv) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  pip)
    for file; do :; done
    echo "Collecting six==1.17.0 (from -r requirements.txt)"
    if grep -q bad "$file"; then echo "ERROR: no matching distribution" >&2; exit 1; fi
    echo "$@" >> "$(dirname "$file")/calls" ;;
esac
`;

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'python-'));
  writeFileSync(join(root, 'python3'), FAKE_PYTHON);
  chmodSync(join(root, 'python3'), 0o755);
});
afterEach(() => rmSync(root, { recursive: true }));

async function prepare(requirements: string): Promise<{ python: string; told: string[] }> {
  const requirementsFile = join(root, 'requirements.txt');
  writeFileSync(requirementsFile, requirements);
  const told: string[] = [];
  const options = { python: join(root, 'python3'), directory: join(root, 'environment'), requirementsFile };
  return { python: await preparePythonEnvironment({ ...options, log: (line) => void told.push(line) }), told };
}

const calls = () => readFileSync(join(root, 'calls'), 'utf8').trim().split('\n');

test('missing requirements are installed by hash, and reported', async () => {
  const told = ['Installing MiniStack, once (about 90 MB)', '  six==1.17.0'];
  expect(await prepare('six')).toEqual({ python: join(root, 'environment/bin/python'), told });
  expect(calls()).toEqual([expect.stringContaining('-m pip install --require-hashes')]);
});

test('installed requirements are not installed again', async () => {
  await prepare('six');
  expect((await prepare('six')).told).toEqual([]);
  expect(calls()).toHaveLength(1);
});

test('changed requirements are installed anew', async () => {
  await prepare('six');
  await prepare('seven');
  expect(calls()).toHaveLength(2);
});

test("a failure has pip's output, and the next start tries again", async () => {
  const message = expect.stringContaining('ERROR: no matching distribution');
  await expect(prepare('bad')).rejects.toMatchObject({ code: 'local.ministack.install_failed', message });
  expect(existsSync(join(root, 'environment.install'))).toBe(false);
  expect((await prepare('six')).told).toHaveLength(2);
});
