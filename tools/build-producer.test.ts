import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildProducer } from './build-producer';

const run = promisify(execFile);
const ROOT = join(__dirname, '..');
const TIMEOUT_MS = 60_000;
const NPM = { ...process.env, npm_config_offline: 'true', npm_config_loglevel: 'error' };

let consumer: string;
let packed: string[];
let topic: Server;
let actions: (string | null)[];

/** A project elsewhere, with the package installed from its archive, and an SNS that takes everything. */
beforeAll(async () => {
  consumer = mkdtempSync(join(tmpdir(), 'carillon consumer '));
  await buildProducer(join(consumer, 'built'));
  packed = install(join(consumer, 'built'));
  topic = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    actions.push(new URLSearchParams(body).get('Action'));
    response.end('<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>');
  });
  await new Promise<void>((resolve) => topic.listen(0, '127.0.0.1', resolve));
}, TIMEOUT_MS);

afterAll(async () => {
  await new Promise((resolve) => topic.close(resolve));
  rmSync(consumer, { recursive: true });
});
beforeEach(() => {
  actions = [];
});

function install(folder: string): string[] {
  const options = { cwd: consumer, env: NPM, encoding: 'utf8' } as const;
  const [archive] = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', folder], options));
  const target = join(consumer, 'node_modules', 'carillon-producer');
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-xzf', join(consumer, archive.filename), '--strip-components=1', '-C', target]);
  for (const name of ['@aws-sdk', '@types', 'ulid']) {
    symlinkSync(join(ROOT, 'node_modules', name), join(consumer, 'node_modules', name));
  }
  return archive.files.map(({ path }: { path: string }) => path);
}

async function typeCheck(files: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(consumer, name), text);
  const options = ['--strict', '--module', 'node16', '--target', 'es2023', '--types', 'node', '--outDir', 'out'];
  const tsc = [
    join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'),
    ...options,
    '--skipLibCheck',
    ...Object.keys(files),
  ];
  return run(process.execPath, tsc, { cwd: consumer }).then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  );
}

const execute = (file: string) => {
  const env = {
    ...{ PATH: process.env.PATH, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    TOPIC_ARN: 'arn:aws:sns:eu-central-1:123456789012:carillon-prod-notifications',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(topic.address() as AddressInfo).port}`,
  };
  return run(process.execPath, [join('out', file)], { cwd: consumer, env });
};

const readme = readFileSync(join(ROOT, 'shared', 'producer', 'README.md'), 'utf8');
const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
/** What the README says of the channels that it names: a further one is a line more. */
const explained = readme.match(/^\w+ (true|false) .+$/gm) ?? [];
const WRONG = `import { createProducer } from 'carillon-producer';
const producer = createProducer({ topicArn: '', source: '/x' });
producer.publish('order.shipped', { orderNumber: 'A-1', items: [] });
producer.publish('order.shiped', { orderNumber: 'A-1' });
`;

describe('the packed SDK', () => {
  it('holds one script, its declarations and README, and nothing of the stack', () => {
    const others = packed.filter((path) => !path.startsWith('types/shared/'));
    expect(others.sort()).toEqual(['README.md', 'index.d.ts', 'index.js', 'package.json']);
    const script = readFileSync(join(consumer, 'node_modules', 'carillon-producer', 'index.js'), 'utf8');
    const required = [...script.matchAll(/= require\("([^"]+)"\)/g)].map(([, name]) => name);
    expect([...new Set(required)].filter((name) => !name?.startsWith('node:')).sort()).toEqual([
      '@aws-sdk/client-sns',
      'ulid',
    ]);
  });

  it(
    'does what its README says, as CommonJS and as ESM, and refuses what it says it refuses',
    async () => {
      const output = await typeCheck({ 'example.ts': example, 'example.mts': example, 'wrong.ts': WRONG });
      expect(readme).toContain(output.replaceAll(/^wrong\.ts\(\d+,\d+\): /gm, ''));
      expect(explained).not.toEqual([]);
      for (const file of ['example.js', 'example.mjs']) {
        const { stdout } = await execute(file);
        expect(stdout.split('\n')).toEqual(expect.arrayContaining(explained));
        expect(stdout).toMatch(/messageId: 'm-1'/);
      }
      expect(actions).toEqual(['Publish', 'Publish']);
    },
    TIMEOUT_MS,
  );
});
