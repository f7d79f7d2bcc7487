import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSources } from '../../support/files/read-sources';
import { disagreements, documentedCodes } from './documented-codes';
import { ERROR_CODE, errorCodes } from './error-codes';

const ROOT = join(__dirname, '..', '..', '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const codesOf = (files: Readonly<Record<string, string>>): string[] => errorCodes(new Map(Object.entries(files)));

describe('errorCodes', () => {
  it.each<[string, Record<string, string>, string[]]>([
    ['a code that is thrown', { 'a.ts': "throw new CodedError('a.broken', 'x', 'y');" }, ['a.broken']],
    ['a code of a fault', { 'a.ts': "const fault = { code: 'a.b.too_long', path: '' };" }, ['a.b.too_long']],
    ['both branches', { 'a.ts': "const fault = { code: wrong ? 'a.wrong' : `a.missing` };" }, ['a.missing', 'a.wrong']],
    [
      'what a helper is called with, from another file too',
      {
        'a/fault.ts': `export const fault = (kind: string, path: string) => ({ code: \`a.\${kind}\`, path });`,
        'a/b.ts':
          "import { fault } from './fault'; const limit = (kind: string) => fault(kind, ''); limit('too_long');",
        'c.ts': "import { fault } from './a/fault'; fault('missing', '');",
        'd.ts': "const fault = (kind: string) => kind; fault('nothing');",
      },
      ['a.missing', 'a.too_long'],
    ],
    [
      'parts of objects and lists that are taken apart',
      {
        'a.ts': `const TOOL = { kind: 'hammer' } as const;
          const lack = ({ kind }: typeof TOOL) => {
            const [what, seen] = kind === '' ? ['missing', 1] : ['broken', 2];
            return new CodedError(\`a.\${kind}.\${what}\`, '', '');
          };
          lack(TOOL);`,
      },
      ['a.hammer.broken', 'a.hammer.missing'],
    ],
    [
      'a family where only a run can tell',
      { 'a.ts': `for (const name of names()) faults.push({ code: \`a.\${name}.missing\` });` },
      ['a.<name>.missing'],
    ],
    [
      'a code in a table, by the family of another',
      { 'a.ts': "const KINDS = ['a.other', 'b.none', 'see a.broken']; throw new CodedError('a.broken', '', '');" },
      ['a.broken', 'a.other'],
    ],
    ['a code that is printed', { 'a.js': `console.error(\`error a.not_installed: \${where}\`);` }, ['a.not_installed']],
    ['a misspelt code', { 'a.ts': "const fault = { code: 'a.Too-Long' };" }, ['a.Too-Long']],
    [
      'no types of events',
      { 'a.ts': "type E = 'a.event'; raise({ type: 'a.event' }); throw new CodedError('a.broken', '', '');" },
      ['a.broken'],
    ],
    ['no codes of others', { 'a.ts': "Object.assign(error, { code: 'ECONNRESET' }); f({ code: error.code });" }, []],
  ])('finds %s', (_what, files, expected) => {
    expect(codesOf(files)).toEqual(expected);
  });
});

describe('disagreements', () => {
  const table = '| code | when |\n| --- | --- |\n| `a.broken` | x |\n| `a.<attribute>.missing` | x |\n';

  it('finds none where every code has a row and every row a code', () => {
    expect(disagreements(['a.broken', 'a.<name>.missing', 'a.id.missing'], documentedCodes(table))).toEqual([]);
  });

  it('finds a code without a row, a row without a code and a row that is there twice', () => {
    const documented = documentedCodes(`${table}| \`a.gone\` | x |\n| \`a.gone\` | x |`);
    expect(disagreements(['a.broken', 'a.<name>.missing', 'a.new'], documented)).toEqual([
      'a.gone has two rows',
      'a.new has no row',
      'a.gone has a row and is in no source',
      'a.gone has a row and is in no source',
    ]);
  });

  it('finds a family without a code', () => {
    expect(disagreements(['a.broken'], documentedCodes(table))).toEqual([
      'a.<attribute>.missing has a row and is in no source',
    ]);
  });
});

describe('the codes of this project', () => {
  const TEST = /\.test\.ts$|\.test-helper\.ts$|\/testing\//;
  const sources = readSources(ROOT, ['main.ts', 'stacks', 'handlers', 'shared', 'tools', 'integration']);
  const shipped = [...sources].filter(([path]) => !TEST.test(path));
  const scripts = ['tools/cli/carillon.js', 'tools/local/packages.mjs'].map((path) => [path, read(path)] as const);
  const codes = errorCodes(new Map([...shipped, ...scripts]));

  it('agree with docs/errors.md', () => {
    expect(disagreements(codes, documentedCodes(read('docs/errors.md')))).toEqual([]);
  });

  it('are lower-case words with underscores, separated by dots', () => {
    expect(codes.filter((code) => !ERROR_CODE.test(code))).toEqual([]);
  });
});
