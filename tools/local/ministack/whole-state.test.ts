import { spawnSync } from 'node:child_process';

const PYTHON = process.env.PYTHON || 'python3';
const run = (script: string) =>
  spawnSync(PYTHON, ['-c', `import logging\nfrom whole_state import whole_load, whole_save\n${script}\nprint("on")`], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, PYTHONPATH: __dirname },
  });
/** A function that does this, wrapped and called. */
const load = (body: string) => run(`def load():\n  ${body}\nwhole_load(load)()`);
const save = (body: string) => run(`def save(services):\n  ${body}\nwhole_save(save)({})`);
const log = (level: string, text: string) => `logging.getLogger("persistence").${level}("${text}")`;

const FAILURES: readonly [string, string][] = [
  ['an error', log('error', 'Persistence: failed to load sqs')],
  ['an error of another module', 'logging.getLogger("lambda").error("Lambda persistence: code blob missing")'],
  ['a warning of a failure', log('warning', 'Failed to load persisted S3 data')],
];

test('a load without an error continues', () => {
  const { status, stdout } = load(log('warning', 'old format, migrated'));
  expect([status, stdout]).toEqual([0, 'on\n']);
});

test.each([...FAILURES, ['an exception', 'b"\\xff".decode()']])('a load with %s ends the process', (_, body) => {
  const { status, stdout } = load(body);
  expect([status, stdout]).toEqual([3, 'carillon: not all of the saved state can be read\n']);
});

test('a save without an error is reported', () => {
  expect(save(log('info', 'Persistence: saved sqs')).stdout).toBe('carillon: all of the state is saved\non\n');
});

test.each(FAILURES)('a save with %s is not reported', (_, body) => {
  expect(save(body).stdout).toBe('on\n');
});

test('an error that was logged before the save does not count', () => {
  const { stdout } = run(`${log('error', 'before')}\nwhole_save(lambda services: None)({})`);
  expect(stdout).toBe('carillon: all of the state is saved\non\n');
});

test('an error of another thread does not count', () => {
  const other =
    'import threading; t = threading.Thread(target=lambda: logging.getLogger("lambda").error("x")); t.start(); t.join()';
  expect([load(other).status, save(other).stdout]).toEqual([0, 'carillon: all of the state is saved\non\n']);
});
