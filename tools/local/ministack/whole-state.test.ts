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

test('what is loaded without an error goes on', () => {
  const { status, stdout } = load(log('warning', 'old format, migrated'));
  expect([status, stdout]).toEqual([0, 'on\n']);
});

test.each([...FAILURES, ['an exception', 'b"\\xff".decode()']])(
  'what is loaded with %s ends the process',
  (_, body) => {
    const { status, stdout } = load(body);
    expect([status, stdout]).toEqual([3, 'carillon: not all of the saved state can be read\n']);
  },
);

test('what is saved without an error is said to be', () => {
  expect(save(log('info', 'Persistence: saved sqs')).stdout).toBe('carillon: all of the state is saved\non\n');
});

test.each(FAILURES)('what is saved with %s is not said to be', (_, body) => {
  expect(save(body).stdout).toBe('on\n');
});

test('an error that was logged before is none of what is saved now', () => {
  const { stdout } = run(`${log('error', 'before')}\nwhole_save(lambda services: None)({})`);
  expect(stdout).toBe('carillon: all of the state is saved\non\n');
});

test('an error of another thread is none of what is loaded or saved', () => {
  const other =
    'import threading; t = threading.Thread(target=lambda: logging.getLogger("lambda").error("x")); t.start(); t.join()';
  expect([load(other).status, save(other).stdout]).toEqual([0, 'carillon: all of the state is saved\non\n']);
});
