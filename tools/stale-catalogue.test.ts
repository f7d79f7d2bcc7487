import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProjectCopy } from '../stacks/testing/project-copy';

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'carillon-stale-'));
afterAll(() => rmSync(folder, { recursive: true }));

const copy = new ProjectCopy(join(folder, 'project'));
const path = (name: string): string => join(copy.folder, 'shared', 'catalogue', name);
const GENERATED = ['data-by-type.generated.ts', 'validators.generated.ts'];
const stale = (...names: string[]): string =>
  `error catalogue.generated.stale: not what the catalogue comes to now: ${names.map((name) => `shared/catalogue/${name}`).join(' and ')}; functions would check data by an older catalogue\nfix: npm run generate\n`;

const bundle = () => copy.run(['tools/bundle.ts'], {});

/** Runs with a file of the catalogue replaced, or without it. */
async function withFile<Result>(name: string, text: string | undefined, run: () => Promise<Result>): Promise<Result> {
  const before = readFileSync(path(name), 'utf8');
  if (text === undefined) rmSync(path(name));
  else writeFileSync(path(name), text);
  try {
    return await run();
  } finally {
    writeFileSync(path(name), before);
  }
}

const edited = (name: string, from: string | RegExp, to: string): string => {
  const before = readFileSync(path(name), 'utf8');
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  return after;
};

describe('a type that is wrong', () => {
  const wrong = () => edited('order-shipped.ts', 'quantity: 2', 'quantity: -2');
  const refusal = `error catalogue.type.invalid: the types of shared/catalogue have 1 fault
  /order.shipped/example/items/1/quantity: items/1/quantity is -2, expected at least 1 (the number of pieces) [notification.data.invalid]
fix: correct what the paths name, which begin with the type, and run npm run generate
`;

  it.each([['tools/compile-catalogue.ts'], ['tools/bundle.ts']])(
    'is refused by %s, which writes nothing',
    async (script) => {
      rmSync(path('validators.generated.ts'));
      const result = await withFile('order-shipped.ts', wrong(), () => copy.run([script], {}));
      const written = [existsSync(path('validators.generated.ts')), existsSync(join(copy.folder, 'dist'))];
      cpSync(join(__dirname, '..', 'shared', 'catalogue', 'validators.generated.ts'), path('validators.generated.ts'));
      expect(result).toEqual({ code: 1, stdout: '', stderr: refusal });
      expect(written).toEqual([false, false]);
    },
  );
});

describe('bundling after a change of the catalogue without npm run generate', () => {
  it.each<[string, string, () => string | undefined, string[]]>([
    [
      'a type that is new',
      'index.ts',
      () => edited('index.ts', '= [', '= [{ ...orderShipped, type: "a.new" }, '),
      GENERATED,
    ],
    ['a type that is gone', 'index.ts', () => edited('index.ts', ', paymentFailed,', ','), GENERATED],
    [
      'a limit that no TypeScript type shows',
      'order-shipped.ts',
      () => edited('order-shipped.ts', 'maxItems: 100', 'maxItems: 99'),
      ['validators.generated.ts'],
    ],
    [
      'a description',
      'order-shipped.ts',
      () => edited('order-shipped.ts', 'A parcel of', 'One parcel of'),
      ['data-by-type.generated.ts'],
    ],
    [
      'a generated file that was edited by hand',
      'validators.generated.ts',
      () => edited('validators.generated.ts', '"minimum":1', '"minimum":0'),
      ['validators.generated.ts'],
    ],
    ['a generated file that is not there', 'validators.generated.ts', () => undefined, ['validators.generated.ts']],
  ])('is refused for %s, and writes nothing', async (_what, name, text, names) => {
    const result = await withFile(name, text(), bundle);
    expect(result).toEqual({ code: 1, stdout: '', stderr: stale(...names) });
    expect(existsSync(join(copy.folder, 'dist'))).toBe(false);
  });

  it('is done once it was generated', async () => {
    const text = edited('index.ts', '= [', '= [{ ...orderShipped, type: "a.new" }, ');
    const results = await withFile('index.ts', text, async () => [
      await copy.run(['tools/compile-catalogue.ts'], {}),
      await bundle(),
    ]);
    expect(results.map(({ code, stderr }) => ({ code, stderr }))).toEqual(Array(2).fill({ code: 0, stderr: '' }));
  });
});
