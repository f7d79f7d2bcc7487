import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LambdaClient, ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientConfig, EMULATOR_REGION } from '../../tools/local/emulator';
import { startMiniStack } from '../../tools/local/ministack/ministack';
import { findFreePort } from '../../tools/local/processes/free-port';
import { scenario } from '../support/scenario';
import { targetStateFile } from '../support/target-state';
import { eventually } from '../support/world';

const ROOT = join(__dirname, '..', '..');
/** Files that belong to this clone only. */
const OWN = ['.git', '.carillon', 'node_modules', 'dist', 'cdktf.out', 'coverage'].map((name) => join(ROOT, name));

/** A clone that shares the packages and the Python of this one. */
function aClone(): string {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-start-'));
  cpSync(ROOT, folder, { recursive: true, preserveTimestamps: true, filter: (path) => !OWN.includes(path) });
  mkdirSync(join(folder, '.carillon'));
  const shared = ['node_modules', '.carillon/python', '.carillon/terraform', '.carillon/tools'];
  for (const path of shared.filter((each) => existsSync(join(ROOT, each))))
    symlinkSync(join(ROOT, path), join(folder, path));
  return folder;
}

/** Ports outside the ranges of `npm start` and of the target. */
const freePort = async () => (await findFreePort(14_566, 100)) ?? 0;

interface Start {
  readonly ended: Promise<number | null>;
  printed(): string;
  /** Resolves with the output at exit code 0, and rejects with it otherwise. */
  succeeds(): Promise<string>;
  /** Resolves once it has printed this text; rejects with the output if it ends before. */
  until(text: string): Promise<void>;
  /** Sends SIGINT, as Ctrl-C does. */
  stop(): Promise<unknown>;
}

/** Processes that a test has started. */
const running: Pick<Start, 'stop'>[] = [];

/** Runs a command of this project in the tests' process group, so that Ctrl-C reaches it too. */
function start(folder: string, port: number, args: readonly string[], variables: NodeJS.ProcessEnv = {}): Start {
  const env = { ...process.env, CARILLON_PORT: String(port), ...variables };
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => output.push(String(data)));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const printed = () => output.join('');
  const started = {
    ended,
    printed,
    succeeds: async () => {
      if ((await ended) !== 0) throw new Error(printed());
      return printed();
    },
    until: (text: string) =>
      new Promise<void>((resolve, reject) => {
        const look = () => printed().includes(text) && resolve();
        child.stdout.on('data', look);
        void ended.then(() => reject(new Error(printed())));
        look();
      }),
    stop: async () => {
      child.kill('SIGINT');
      await ended;
    },
  };
  running.push(started);
  return started;
}

const npmStart = (folder: string, port: number, args: readonly string[] = [], variables: NodeJS.ProcessEnv = {}) =>
  start(folder, port, [join('tools', 'local', 'start.mjs'), ...args], variables);

// Applies the whole stack once, which takes minutes on a slow machine.
const TIMEOUT_MS = 600_000;

scenario('local-start', ['own-start'], () => {
  jest.setTimeout(TIMEOUT_MS);

  let folder = '';
  let port = 0;
  const local = (...names: readonly string[]) => join(folder, '.carillon', 'local', ...names);
  /** Sends SIGKILL to the process that does the work. */
  const kill = async ({ ended }: Start) => {
    process.kill(Number(readFileSync(local('in-use-by.pid'), 'utf8').split(' ')[0]), 'SIGKILL');
    await ended;
  };
  const isAnswering = async () => (await fetch(`http://127.0.0.1:${port}/_ministack/health`)).ok;
  /** All files that a later start or a command reads. */
  const kept = () => {
    const files = readdirSync(local('state'))
      .filter((name) => name.endsWith('.json'))
      .map((name) => local('state', name));
    const others = ['saved-stack', 'outputs.json', 'cdktf/stacks/local/terraform.tfstate'].map((name) => local(name));
    return [...files, ...others]
      .filter((path) => existsSync(path))
      .map((path) => [path, readFileSync(path, { encoding: 'utf8' })]);
  };

  const typesIn = (resources: readonly { readonly mode: string; readonly type: string }[]) =>
    new Set(resources.filter(({ mode }) => mode === 'managed').map(({ type }) => type));
  /** Terraform types of the resources in the stack's folder, and of the applied ones. */
  const resourceTypes = () => {
    const [stack, state] = ['cdk.tf.json', 'terraform.tfstate'].map((name) =>
      JSON.parse(readFileSync(local('cdktf', 'stacks', 'local', name), 'utf8')),
    );
    return [new Set(Object.keys(stack.resource)), typesIn(state.resources)];
  };
  const carillon = (...args: readonly string[]) =>
    start(folder, port, [join('tools', 'cli', 'carillon.js'), ...args, '--json']).succeeds();
  /** Audit of the examples' tenant: all accepted records, linked or not. */
  const audited = async () => {
    const { records, pending, findings } = JSON.parse(await carillon('audit', 'verify', '--tenant', 'demo'));
    return { records, pending, findings };
  };
  /** Whether `audit-chain` reads the ledger's stream. */
  const switchLinking = async (Enabled: boolean) => {
    const lambda = new LambdaClient(clientConfig({ endpoint: `http://127.0.0.1:${port}` }));
    const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({}));
    const ofStream = EventSourceMappings.filter(({ EventSourceArn }) => EventSourceArn?.includes(':dynamodb:'));
    for (const { UUID } of ofStream) await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
    expect(ofStream).toHaveLength(2);
  };

  beforeAll(async () => {
    [folder, port] = [aClone(), await freePort()];
  });
  afterEach(async () => {
    for (const one of running.splice(0)) await one.stop();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('what is killed while it applies is set aside by the next start, which applies anew', async () => {
    const killed = npmStart(folder, port);
    await killed.until('listens on');
    await kill(killed);
    const next = npmStart(folder, port);
    await next.until('Carillon is running');
    expect(next.printed()).toMatch(/was moved to .*set-aside-.*, and the stack is applied anew/);
    const before = kept();
    const second = npmStart(folder, await freePort());
    expect([await second.ended, second.printed()]).toEqual([1, expect.stringContaining('local.already_running')]);
    expect([await isAnswering(), kept()]).toEqual([true, before]);
    await next.stop();
    expect(next.printed()).toMatch(/stopped, and the state is saved: the next start continues from it\n$/);
    expect(existsSync(local('saved-stack'))).toBe(true);
  });

  test('what is killed while it runs is gone on with, from what it began with', async () => {
    const killed = npmStart(folder, port);
    await killed.until('Carillon is running');
    await kill(killed);
    const next = npmStart(folder, port, ['--once']);
    expect(await next.succeeds()).toMatch(
      /this one continues from the saved state[\s\S]*nothing has changed since the last apply/,
    );
  });

  test('a start that goes on links what was accepted before the stop and not linked, and what comes', async () => {
    const before = npmStart(folder, port);
    await before.until('Carillon is running');
    const { records } = await eventually(audited, ({ pending }) => pending === 0);
    await switchLinking(false);
    await carillon('publish', join('examples', 'order-shipped.json'), '--as-new');
    await eventually(audited, ({ pending }) => pending === 1);
    await before.stop();
    const next = npmStart(folder, port);
    await next.until('Carillon is running');
    expect(next.printed()).toContain('nothing has changed since the last apply');
    const published = next.printed().match(/^\S+ {2}[0-9A-Z]{26}$/gm) ?? [];
    expect(await eventually(audited, ({ pending }) => pending === 1 + published.length)).toMatchObject({ records });
    await switchLinking(true);
    expect(await eventually(audited, ({ pending }) => pending === 0)).toEqual({
      records: records + 1 + published.length,
      pending: 0,
      findings: [],
    });
  });

  test('the folder of the stack matches what is applied, also after a start that applies nothing', () => {
    const [written, applied] = resourceTypes();
    expect(written).toEqual(applied);
  });

  test.each<[string, boolean, string]>([
    ['all of its state', false, 'saved'],
    ['not all of its state', true, 'unknown'],
  ])('an emulator that could save %s says so', async (_, isBlocked, expected) => {
    const directory = join(folder, `state-of-${expected}`);
    const pythonDirectory = join(ROOT, '.carillon', 'python');
    const options = { directory, pythonDirectory, port: await freePort(), persist: true, log: () => undefined };
    const emulator = await startMiniStack(options);
    running.push(emulator);
    const sqs = new SQSClient({ ...clientConfig(emulator), region: EMULATOR_REGION });
    await sqs.send(new CreateQueueCommand({ QueueName: 'kept' }));
    if (isBlocked) mkdirSync(join(directory, 'state', 'sqs.json.tmp'));
    expect(await emulator.stop()).toBe(expected);
  });

  test.each<[string, string, NodeJS.ProcessEnv]>([
    ['its port is taken', 'local.port.taken', {}],
    ['there are no tools', 'local.emulator.missing', { PATH: join(tmpdir(), 'empty') }],
  ])('a start that is refused has changed nothing: %s', async (_, code, variables) => {
    expect(existsSync(local('saved-stack'))).toBe(true);
    const before = kept();
    const taken = createServer().listen(port, '127.0.0.1');
    const refused = npmStart(folder, port, [], variables);
    const end = await refused.ended;
    taken.close();
    expect([end, refused.printed(), kept()]).toEqual([1, expect.stringContaining(code), before]);
  });

  test.each<[string, (whole: Buffer) => Buffer]>([
    ['that ends in the middle', (whole) => whole.subarray(0, 1_000)],
    ['that is no UTF-8', (whole) => Buffer.concat([whole.subarray(0, 300), Buffer.of(0xff), whole.subarray(300)])],
  ])('a state %s is set aside, and not saved over', async (_, broken) => {
    cpSync(local('state'), join(folder, 'whole'), { recursive: true });
    const before = readFileSync(local('saved-stack'));
    const half = broken(readFileSync(local('state', 'sqs.json')));
    writeFileSync(local('state', 'sqs.json'), half);
    const next = npmStart(folder, port);
    await next.until('listens on');
    const [, place = ''] = /was moved to (\S+), and the stack is applied anew/.exec(next.printed()) ?? [];
    expect(readFileSync(join(place, 'state', 'sqs.json'))).toEqual(half);
    await next.stop();
    expect(existsSync(local('saved-stack'))).toBe(false);
    // Restores the state for the next test.
    rmSync(local('state'), { recursive: true });
    cpSync(join(folder, 'whole'), local('state'), { recursive: true });
    cpSync(join(place, 'terraform.tfstate'), local('cdktf/stacks/local/terraform.tfstate'));
    writeFileSync(local('saved-stack'), before);
  });

  test('a second run of tests against one target is refused, and has changed nothing', async () => {
    const file = targetStateFile();
    const before = readFileSync(file, 'utf8');
    const args = ['--selectProjects', 'integration', '--testPathPatterns', 'plan.test'];
    const second = start(ROOT, await freePort(), [join('tools', 'local', 'test.mjs'), ...args]);
    expect([await second.ended, second.printed()]).toEqual([1, expect.stringContaining('is in use by process')]);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });
});
