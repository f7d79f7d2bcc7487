import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { devDependencies } from '../../package.json';
import { type Consumer, compile, createConsumer, type FakeSns, startFakeSns } from './build-producer.test-helper';

const TIMEOUT_MS = 120_000;

let consumer: Consumer;
let sns: FakeSns;
beforeAll(async () => {
  [consumer, sns] = await Promise.all([createConsumer(), startFakeSns()]);
}, TIMEOUT_MS);
afterAll(async () => {
  await sns.close();
  consumer.remove();
});
beforeEach(() => {
  sns.actions.length = 0;
});

const readme = readFileSync(join(__dirname, '..', '..', 'shared', 'producer', 'README.md'), 'utf8');
const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
/** The README's lines about its channels; each further channel adds a line. */
const explained = readme.match(/^\w+ (true|false) .+$/gm) ?? [];
const WRONG = `import { createProducer } from 'carillon-producer';
const producer = createProducer({ topicArn: '', source: '/x' });
producer.publish('order.shipped', { orderNumber: 'A-1', items: [] });
producer.publish('order.shiped', { orderNumber: 'A-1' });
`;
/** The compiler errors that the README quotes. */
const refused = /```text\n(error TS[\s\S]*?)```/.exec(readme)?.[1] ?? '';
const POSITION = /^wrong\.m?ts\(\d+,\d+\): /gm;
const NODE16 = { module: 'node16', types: ['node'], skipLibCheck: true };
const packedText = (name: string): string => readFileSync(join(consumer.installed, name), 'utf8');
const packagesIn = (script: string, pattern: RegExp) =>
  new Set([...script.matchAll(pattern)].flatMap(([, name = '']) => (name.startsWith('node:') ? [] : [name])));

/** Expects the example's output and SNS calls to be those of its README. */
async function expectExampleToPublish(file: string): Promise<void> {
  const output = await sns.execute(consumer, file);
  expect(output.split('\n')).toEqual(expect.arrayContaining(explained));
  expect(output).toMatch(/messageId: 'm-1'/);
  expect(sns.actions.splice(0)).toEqual(['Publish']);
}

describe('the packed SDK', () => {
  it('holds a script for each entry and format, declarations and README, and nothing of the stack', () => {
    const others = consumer.packed.filter((path) => !path.startsWith('types/shared/'));
    const scripts = ['api', 'index'].flatMap((name) => ['d.mts', 'd.ts', 'js', 'mjs'].map((end) => `${name}.${end}`));
    expect(others.sort()).toEqual(['README.md', ...scripts, 'package.json']);
  });

  it.each([
    ['index', ['@aws-sdk/client-sns', 'ulid']],
    ['api', ['ulid']],
  ])('imports from %s no packages but %j', (entry, packages) => {
    const expected = new Set(packages);
    expect(packagesIn(packedText(`${entry}.js`), /= require\("([^"]+)"\)/g)).toEqual(expected);
    expect(packagesIn(packedText(`${entry}.mjs`), /^(?:import|\}).* from "([^"]+)"/gm)).toEqual(expected);
  });

  it('depends on version ranges, so that its user gets one copy', () => {
    const { dependencies } = JSON.parse(packedText('package.json'));
    expect(dependencies).toEqual({ '@aws-sdk/client-sns': '^3.600.0', ulid: '^3.0.2' });
  });

  it(
    'does what its README says, as CommonJS and as ESM, and refuses what it says it refuses',
    async () => {
      const files = { 'example.ts': example, 'example.mts': example, 'wrong.ts': WRONG };
      const output = await compile(consumer, { files, compilerOptions: NODE16 });
      expect(output.replaceAll(POSITION, '')).toBe(refused);
      expect(explained).not.toEqual([]);
      await expectExampleToPublish('out/example.js');
      await expectExampleToPublish('out/example.mjs');
    },
    TIMEOUT_MS,
  );

  it.each<[string, object]>([
    ['with the AWS SDK, of which the ESM files are taken', { mainFields: ['module', 'main'] }],
    ['without the AWS SDK, which Lambda has', { external: ['@aws-sdk/*'] }],
  ])(
    'works in a bundle as ESM %s',
    async (_, options) => {
      const entry = { contents: example, resolveDir: consumer.folder };
      const outfile = join(consumer.folder, 'bundle.mjs');
      await build({ stdin: entry, outfile, bundle: true, platform: 'node', format: 'esm', ...options });
      await expectExampleToPublish('bundle.mjs');
    },
    TIMEOUT_MS,
  );
});

const MINIMUM = 'typescript-minimum';
/** Without the AWS SDK, whose declarations take long to check. */
const ALONE = { noEmit: true, lib: ['es2022'], types: [], paths: { '@aws-sdk/client-sns': ['./sns.d.ts'] } };
const SNS = { 'sns.d.ts': 'export declare class SNSClient { private config; }\n' };
/** Stub of Node's types, which need a newer compiler than the oldest supported one. */
const NODE = { 'node.d.ts': 'interface AbortSignal {}\n' };

describe('the declarations of the SDK', () => {
  it.each([
    ['typescript', { module: 'node16' }],
    ['typescript', { module: 'es2022', moduleResolution: 'bundler' }],
    [MINIMUM, { module: 'node16' }],
    [MINIMUM, { module: 'es2022', moduleResolution: 'bundler' }],
  ])(
    'hold for %s with %j, imported and required',
    async (compiler, resolution) => {
      const files = { ...SNS, ...NODE, 'wrong.ts': WRONG, 'wrong.mts': WRONG };
      const output = await compile(consumer, { files, compiler, compilerOptions: { ...ALONE, ...resolution } });
      expect(output.replaceAll(POSITION, '')).toBe(refused + refused);
    },
    TIMEOUT_MS,
  );

  it('are for the TypeScript that the README names, and later ones', () => {
    const [, minimum] = /@(\d+\.\d+)\./.exec(devDependencies[MINIMUM]) ?? [];
    expect(readme).toContain(`TypeScript ${minimum} `);
  });
});
