import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startLoopbackServer } from '../local/loopback-server';
import { buildProducer } from './build-producer';

const run = promisify(execFile);
const ROOT = join(__dirname, '..', '..');
const NPM = { ...process.env, npm_config_offline: 'true', npm_config_loglevel: 'error' };

/** A temporary consumer project with the package installed from its tarball. */
export interface Consumer {
  readonly folder: string;
  readonly installed: string;
  /** File names in the tarball. */
  readonly packed: readonly string[];
  remove(): void;
}

export async function createConsumer(): Promise<Consumer> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'carillon consumer ')));
  await buildProducer(join(folder, 'built'));
  const options = { cwd: folder, env: NPM, encoding: 'utf8' } as const;
  const [archive] = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', './built'], options));
  const installed = join(folder, 'node_modules', 'carillon-producer');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, archive.filename), '--strip-components=1', '-C', installed]);
  for (const name of ['@aws-sdk', '@types', 'ulid']) {
    symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  }
  const packed = archive.files.map(({ path }: { path: string }) => path);
  return { folder, installed, packed, remove: () => rmSync(folder, { recursive: true }) };
}

export interface Compilation {
  readonly files: Readonly<Record<string, string>>;
  readonly compilerOptions: object;
  /** npm package name of the compiler. @default that of this project */
  readonly compiler?: string;
}

/** Compiles files of a consumer to the folder `out`; returns the compiler's output. */
export async function compile(consumer: Consumer, { files, compilerOptions, compiler }: Compilation): Promise<string> {
  const cwd = mkdtempSync(join(consumer.folder, 'sources-'));
  const options = { strict: true, target: 'es2022', outDir: '../out', ...compilerOptions };
  const config = { compilerOptions: options, files: Object.keys(files) };
  const written = { ...files, 'tsconfig.json': JSON.stringify(config) };
  for (const [name, text] of Object.entries(written)) writeFileSync(join(cwd, name), text);
  const tsc = join(ROOT, 'node_modules', compiler ?? 'typescript', 'bin', 'tsc');
  return run(process.execPath, [tsc, '-p', '.'], { cwd }).then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  );
}

export interface FakeSns {
  /** Names of the requested SNS actions. */
  readonly actions: (string | null)[];
  /** Runs a consumer's script that publishes to this stub; returns its output. */
  execute(consumer: Consumer, file: string): Promise<string>;
  close(): Promise<void>;
}

/** Stub of SNS that accepts every request. */
export async function startFakeSns(): Promise<FakeSns> {
  const actions: (string | null)[] = [];
  const server = await startLoopbackServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    actions.push(new URLSearchParams(body).get('Action'));
    response.end('<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>');
  });
  const env = {
    PATH: process.env.PATH,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    TOPIC_ARN: 'arn:aws:sns:eu-central-1:123456789012:carillon-prod-notifications',
    AWS_ENDPOINT_URL: server.origin,
  };
  return {
    actions,
    execute: async ({ folder: cwd }, file) => (await run(process.execPath, [file], { cwd, env })).stdout,
    close: () => server.close(),
  };
}
