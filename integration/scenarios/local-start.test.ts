import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../../tools/local/processes/free-port';
import { type RunningProcess, startProcess } from '../../tools/local/processes/processes';
import { scenario } from '../scenario';

const ROOT = join(__dirname, '..', '..');
/** What belongs to this clone alone. */
const OWN = ['.git', '.carillon', 'node_modules', 'dist', 'cdktf.out', 'coverage'].map((name) => join(ROOT, name));

/** A clone with the packages and the Python of this one. */
function aClone(): string {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-start-'));
  cpSync(ROOT, folder, { recursive: true, preserveTimestamps: true, filter: (path) => !OWN.includes(path) });
  mkdirSync(join(folder, '.carillon'));
  for (const shared of ['node_modules', '.carillon/python', '.carillon/terraform'])
    symlinkSync(join(ROOT, shared), join(folder, shared));
  return folder;
}

/** Far from those that `npm start` and the target take. */
const freePort = async () => (await findFreePort(14_566, 100)) ?? 0;

interface Start extends RunningProcess {
  printed(): string;
  /** Resolves when it has printed this, and rejects with all that it printed where it ends before. */
  until(text: string): Promise<void>;
}

/** `npm start`. */
function start(folder: string, port: number, ...args: readonly string[]): Start {
  const lines: string[] = [];
  const waiting: { readonly text: string; readonly resolve: () => void }[] = [];
  const running = startProcess({
    ...{ command: process.execPath, args: [join('tools', 'start.mjs'), ...args], cwd: folder },
    env: { ...process.env, CARILLON_PORT: String(port) },
    onLine: (line) => {
      lines.push(line);
      for (const { text, resolve } of waiting) if (line.includes(text)) resolve();
    },
  });
  const printed = () => lines.join('\n');
  const until = (text: string) =>
    new Promise<void>((resolve, reject) => {
      waiting.push({ text, resolve });
      running.ended.then(() => reject(new Error(printed())), reject);
    });
  return { ...running, printed, until };
}

// The whole stack is applied once.
const TIMEOUT_MS = 240_000;

scenario('local-start', () => {
  jest.setTimeout(TIMEOUT_MS);

  let folder = '';
  let port = 0;
  const local = (...names: readonly string[]) => join(folder, '.carillon', 'local', ...names);
  /** As `kill -9` does, of the process that does the work. */
  const kill = async ({ ended }: Start) => {
    process.kill(Number(readFileSync(local('in-use-by.pid'), 'utf8').split(' ')[0]), 'SIGKILL');
    await ended;
  };
  const isAnswering = async () => (await fetch(`http://127.0.0.1:${port}/_ministack/health`)).ok;
  /** Everything that a later start, or a command, reads. */
  const kept = () => {
    const files = readdirSync(local('state'))
      .filter((name) => name.endsWith('.json'))
      .map((name) => local('state', name));
    const others = ['saved-stack', 'outputs.json', 'cdktf/stacks/local/terraform.tfstate'].map((name) => local(name));
    return [...files, ...others]
      .filter((path) => existsSync(path))
      .map((path) => [path, readFileSync(path, { encoding: 'utf8' })]);
  };

  beforeAll(async () => {
    [folder, port] = [aClone(), await freePort()];
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('what is killed while it applies is set aside by the next start, which applies anew', async () => {
    const killed = start(folder, port);
    await killed.until('listens on');
    await kill(killed);
    const next = start(folder, port);
    await next.until('Carillon is running');
    expect(next.printed()).toMatch(/is in .*set-aside-.*, and the stack is applied anew/);
    const before = kept();
    const second = start(folder, await freePort());
    const { code } = await second.ended;
    expect([code, second.printed()]).toEqual([1, expect.stringContaining('local.already_running')]);
    expect([await isAnswering(), kept()]).toEqual([true, before]);
    await next.stop();
    expect(existsSync(local('saved-stack'))).toBe(true);
  });

  test('what is killed while it runs is gone on with, from what it began with', async () => {
    const killed = start(folder, port);
    await killed.until('Carillon is running');
    await kill(killed);
    const next = start(folder, port, '--once');
    expect([await next.ended, next.printed()]).toEqual([
      { code: 0, signal: null },
      expect.stringMatching(/this one goes on from what was saved[\s\S]*nothing has changed since the last apply/),
    ]);
  });

  test('a start that is refused has changed nothing', async () => {
    const before = kept();
    const taken = createServer().listen(port, '127.0.0.1');
    const refused = start(folder, port);
    const { code } = await refused.ended;
    taken.close();
    expect([code, refused.printed()]).toEqual([1, expect.stringContaining('local.port.taken')]);
    expect(kept()).toEqual(before);
  });
});
