import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { isRunning } from './directory-lock';
import { type RunningProcess, runProcess, startProcess } from './processes';

const sh = (script: string) => ({ command: '/bin/sh', args: ['-c', script], env: {} });

test('a command gives its lines, by stream, and its exit code', async () => {
  const lines: string[] = [];
  const onLine = (line: string, stream: string) => void lines.push(`${stream}: ${line}`);
  const end = await runProcess({ ...sh('echo one; echo two >&2; printf three; exit 3'), onLine });
  expect(end).toEqual({ code: 3, signal: null });
  expect(lines.sort()).toEqual(['stderr: two', 'stdout: one', 'stdout: three']);
});

test('a command gets the environment it is given and nothing else', async () => {
  const lines: string[] = [];
  await runProcess({ ...sh('/usr/bin/env'), env: { ONLY: 'this' }, onLine: (line) => void lines.push(line) });
  expect(lines.filter((line) => !/^(PWD|SHLVL|_)=/.test(line))).toEqual(['ONLY=this']);
});

test('a command that does not exist rejects', async () => {
  await expect(runProcess({ command: '/no/such/command', env: {} })).rejects.toMatchObject({ code: 'ENOENT' });
});

test('stopping a process ends it with SIGTERM', async () => {
  const { ended, stop } = startProcess(sh('exec sleep 60'));
  await stop();
  expect(await ended).toEqual({ code: null, signal: 'SIGTERM' });
});

test('a process that ignores SIGTERM is killed', async () => {
  const running = await startUntilFirstLine('trap "" TERM; echo ready; while :; do sleep 60; done');
  await running.stop();
  expect(await running.ended).toEqual({ code: null, signal: 'SIGKILL' });
});

test('what a process leaves behind is killed: it would hold the output open for a minute', async () => {
  expect(await runProcess(sh('sleep 60 &'))).toEqual({ code: 0, signal: null });
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('on %s the processes are stopped and the exit code is %d', async (signal, code) => {
  const { child, pid } = await startParent();
  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([code, null]);
  expect(isRunning(pid)).toBe(false);
});

function startUntilFirstLine(script: string): Promise<RunningProcess> {
  return new Promise((resolve) => {
    const onLine = () => resolve(running);
    const running = startProcess({ ...sh(script), stopTimeoutMilliseconds: 100, onLine });
  });
}

/** A Node process of its own that has started one process, with that one's id. */
async function startParent() {
  const script = `const { startProcess } = require('./processes');
    console.log(startProcess({ command: 'sleep', args: ['60'], env: process.env }).pid);`;
  const loader = require.resolve('tsx');
  const child = spawn(process.execPath, ['--import', loader, '-e', script], { cwd: __dirname });
  for await (const line of createInterface({ input: child.stdout })) return { child, pid: Number(line) };
  throw new Error('the process said nothing');
}
