import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isRunning } from '../processes/directory-lock';
import { findFreePort } from '../processes/free-port';
import type { MiniStackSettings } from './ministack-environment';
import { launchMiniStack } from './ministack-launch';
import { endLeftover } from './ministack-leftover';

/** A fake MiniStack: answers the health check where its environment says. */
const ANSWERS = `#!/usr/bin/env node
const { BIND_HOST, GATEWAY_PORT } = process.env;
require('node:http').createServer((request, response) => {
  response.writeHead(request.url === '/_ministack/health' ? 200 : 404).end();
}).listen(Number(GATEWAY_PORT), BIND_HOST);
process.on('SIGTERM', () => process.exit(0));
`;
const FAILS = '#!/bin/sh\necho starting; echo "ImportError: no module" >&2; exit 1\n';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ministack-'));
  mkdirSync(join(directory, 'tmp'));
});
afterEach(() => rmSync(directory, { recursive: true }));

async function launch(program: string) {
  const python = join(directory, 'python');
  writeFileSync(python, program);
  chmodSync(python, 0o755);
  const port = (await findFreePort(41_000, 500)) ?? 0;
  const nodeDirectory = dirname(process.execPath);
  const settings: MiniStackSettings = { directory, port, persist: false, auth: false, nodeDirectory };
  return launchMiniStack(python, settings);
}

test('MiniStack is ready when it answers, and ends when it is stopped', async () => {
  const running = await launch(ANSWERS);
  expect(isRunning(running.pid)).toBe(true);
  await running.stop();
  expect(await running.ended).toEqual({ code: 0, signal: null });
});

test('one that ends early is an error with the last lines of its log', async () => {
  await expect(launch(FAILS)).rejects.toMatchObject({
    code: 'local.ministack.ended',
    message: 'MiniStack ended before it was ready: starting\nImportError: no module',
    fix: `fix what it says; its log is ${join(directory, 'ministack.log')}`,
  });
});

test('one that cannot read all of its state has its own error code', async () => {
  const refuses = '#!/bin/sh\necho "carillon: not all of the saved state can be read"; exit 3\n';
  await expect(launch(refuses)).rejects.toMatchObject({
    code: 'local.state.unusable',
    message: `MiniStack cannot read all of the state in ${join(directory, 'state')}`,
  });
});

test('one that a killed run left behind is ended, and reported', async () => {
  const told: string[] = [];
  const running = await launch(ANSWERS);
  await endLeftover(directory, (line) => void told.push(line));
  expect(await running.ended).toEqual({ code: 0, signal: null });
  expect(told).toEqual([`Stopping the MiniStack that an earlier run left behind (process ${running.pid})`]);
  expect(existsSync(join(directory, 'ministack.pid'))).toBe(false);
});

test.each<[string, string[], string, string]>([
  ['saved all', ['Persistence: saved sns', 'carillon: all of the state is saved'], 'exit(0)', 'saved'],
  ['was killed while it saved', ['Persistence: saved sns'], "kill(process.pid, 'SIGKILL')", 'unknown'],
  ['was killed before it saved', [], "kill(process.pid, 'SIGKILL')", 'untouched'],
  ['could not save all', ['ERROR Persistence: failed to save sqs'], 'exit(0)', 'unknown'],
])('of one that a killed run left behind, and that %s, it is told', async (_, lines, end, expected) => {
  const printed = lines.map((line) => `console.log(${JSON.stringify(line)});`).join('');
  await launch(ANSWERS.replace('process.exit(0)', `{ ${printed} process.${end}; }`));
  expect(await endLeftover(directory, () => undefined)).toBe(expected);
});

test('one that another process still uses is not ended', async () => {
  const running = await launch(ANSWERS);
  writeFileSync(join(directory, 'in-use-by.pid'), `${process.ppid}\n`);
  await endLeftover(directory, () => undefined);
  expect(isRunning(running.pid)).toBe(true);
  await running.stop();
});

test("a process with a leftover's pid that does not answer is not ended", async () => {
  const [, port] = [0, (await findFreePort(41_000, 500)) ?? 0];
  writeFileSync(join(directory, 'ministack.pid'), `${process.pid} ${port}\n`);
  await endLeftover(directory, () => undefined);
  expect(() => readFileSync(join(directory, 'ministack.pid'))).toThrow('ENOENT');
});
