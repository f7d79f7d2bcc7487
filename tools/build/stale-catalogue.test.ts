import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHILD_TEST_TIMEOUT_MS, ProjectCopy } from '../../stacks/verification/testing/project-copy';

jest.setTimeout(CHILD_TEST_TIMEOUT_MS);

const ROOT = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'carillon-stale-'));
afterAll(() => rmSync(folder, { recursive: true }));

const copy = new ProjectCopy(join(folder, 'project'));
const path = (name: string): string => join(copy.folder, 'shared', 'catalogue', name);
const read = (name: string): string => readFileSync(path(name), 'utf8');
/** Scripts that ship the generated files: the build of functions, and that of the SDK. */
const SHIPPING = ['tools/build/bundle.ts', 'tools/build/build-producer.ts'];
cpSync(join(ROOT, 'tools', 'build', 'build-producer.ts'), join(copy.folder, 'tools', 'build', 'build-producer.ts'));
const bundle = () => copy.run(['tools/build/bundle.ts'], {});
const anythingIsBuilt = () => existsSync(join(copy.folder, 'dist'));

const GENERATED = ['data-by-type.generated.ts', 'validators.generated.ts'];
const stale = (...names: string[]): string =>
  `error catalogue.generated.stale: not what the catalogue comes to now: ${names.map((name) => `shared/catalogue/${name}`).join(' and ')}; functions would check data by an older catalogue\nfix: npm run generate\n`;

type Texts = Readonly<Record<string, string | undefined>>;

/** Runs with files of the catalogue replaced (or deleted, without text), then restores them. */
async function withFiles<Result>(texts: Texts, run: () => Promise<Result>): Promise<Result> {
  const before = Object.keys(texts).map((name) => [name, read(name)] as const);
  for (const [name, text] of Object.entries(texts)) {
    if (text === undefined) rmSync(path(name));
    else writeFileSync(path(name), text);
  }
  try {
    return await run();
  } finally {
    for (const [name, text] of before) writeFileSync(path(name), text);
  }
}

function edited(name: string, from: string, to: string): string {
  expect(read(name)).toContain(from);
  return read(name).replace(from, to);
}

const withNewType = () => edited('index.ts', '= [', '= [{ ...orderShipped, type: "a.new" }, ');
const withoutType = () => ({
  'index.ts': edited('index.ts', '  paymentFailed,\n', '').replace(/^.*'\.\/payment-failed';\n/m, ''),
  'payment-failed.ts': undefined,
});

describe('a type that is wrong', () => {
  const refusal = `error catalogue.type.invalid: the types of shared/catalogue have 1 fault
  /order.shipped/example/items/1/quantity: items/1/quantity is -2, expected at least 1 (the number of pieces) [notification.data.invalid]
fix: correct what the paths name, which begin with the type or its file, and run npm run generate
`;

  it.each(['tools/build/compile-catalogue.ts', ...SHIPPING])('makes %s write nothing', async (script) => {
    const missing = Object.fromEntries(GENERATED.map((name) => [name, undefined]));
    const wrong = edited('order-shipped.ts', 'quantity: 2', 'quantity: -2');
    const { result, generated } = await withFiles({ ...missing, 'order-shipped.ts': wrong }, async () => ({
      result: await copy.run([script], {}),
      generated: readdirSync(path('')).filter((name) => name.includes('.generated.')),
    }));
    expect(result).toEqual({ code: 1, stdout: '', stderr: refusal });
    expect({ generated, built: anythingIsBuilt() }).toEqual({ generated: [], built: false });
  });
});

describe('scripts that ship the generated files', () => {
  it.each(SHIPPING)('%s refuses stale files', async (script) => {
    const result = await withFiles({ 'index.ts': withNewType() }, () => copy.run([script], {}));
    const built = anythingIsBuilt();
    expect({ result, built }).toEqual({ result: { code: 1, stdout: '', stderr: stale(...GENERATED) }, built: false });
  });
});

describe('bundling after a change of the catalogue without npm run generate', () => {
  it.each<[string, () => Texts, string[]]>([
    ['a type that is new', () => ({ 'index.ts': withNewType() }), GENERATED],
    ['a type that is gone', withoutType, GENERATED],
    [
      'a limit that no TypeScript type shows',
      () => ({ 'order-shipped.ts': edited('order-shipped.ts', 'maxItems: 100', 'maxItems: 99') }),
      ['validators.generated.ts'],
    ],
    [
      'a description',
      () => ({ 'order-shipped.ts': edited('order-shipped.ts', 'A parcel of', 'One parcel of') }),
      ['data-by-type.generated.ts'],
    ],
    [
      'a generated file that was edited by hand',
      () => ({ 'validators.generated.ts': edited('validators.generated.ts', '"minimum":1', '"minimum":0') }),
      ['validators.generated.ts'],
    ],
    [
      'a generated file that is not there',
      () => ({ 'validators.generated.ts': undefined }),
      ['validators.generated.ts'],
    ],
  ])('is refused for %s, and writes nothing', async (_what, texts, names) => {
    expect(await withFiles(texts(), bundle)).toEqual({ code: 1, stdout: '', stderr: stale(...names) });
    expect(anythingIsBuilt()).toBe(false);
  });

  it('succeeds after npm run generate', async () => {
    const generated = Object.fromEntries([...GENERATED, 'asyncapi.json'].map((name) => [name, read(name)]));
    const scripts = ['tools/build/compile-catalogue.ts', 'tools/build/api/compile-api.ts'];
    const generateAndBundle = async () => [
      await copy.run([scripts[0] as string], {}),
      await copy.run([scripts[1] as string], {}),
      await bundle(),
    ];
    const results = await withFiles({ ...generated, 'index.ts': withNewType() }, generateAndBundle);
    expect(results.map(({ code, stderr }) => ({ code, stderr }))).toEqual(Array(3).fill({ code: 0, stderr: '' }));
  });
});

describe('the commands of carillon that judge notifications', () => {
  beforeAll(() => {
    for (const name of ['tools', 'examples']) cpSync(join(ROOT, name), join(copy.folder, name), { recursive: true });
  });

  it.each([['publish'], ['explain'], ['preview']])('%s does so by no older catalogue', async (command) => {
    const run = () => copy.run(['tools/cli/main.ts', command, 'examples/order-shipped.json'], {});
    expect(await withFiles(withoutType(), run)).toEqual({
      code: 1,
      stdout: '',
      stderr: `error catalogue.generated.stale: not what the catalogue comes to now: payment.failed; functions would check data by an older catalogue\nfix: npm run generate\n`,
    });
  });
});
