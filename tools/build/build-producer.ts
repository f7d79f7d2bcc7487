import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { build, type Format } from 'esbuild';
import ts from 'typescript';
import { dependencies, license, version } from '../../package.json';
import { writeFile } from '../support/files/write-file';
import { runMain } from '../support/report-errors';
import { requireCurrentCatalogue } from './compile-catalogue';

const ROOT = join(__dirname, '..', '..');

/**
 * Modules by the name of their files. `api` publishes through the HTTP API alone, without the AWS SDK; its name is that of a
 * file, so that resolutions that know no `exports` find it too.
 */
const ENTRIES = { index: 'shared/producer/index.ts', api: 'shared/producer/api/index.ts' } as const;
type EntryName = keyof typeof ENTRIES;
const NAMES = Object.keys(ENTRIES) as readonly EntryName[];

/** Extensions of ESM and of CommonJS. TypeScript derives a declaration's format from its extension. */
const formatsOf = (name: EntryName) => ({
  import: { types: `./${name}.d.mts`, default: `./${name}.mjs` },
  default: { types: `./${name}.d.ts`, default: `./${name}.js` },
});
const FORMATS = formatsOf('index');

/**
 * Version range instead of an exact version, so that npm installs one copy for the SDK and its user, who may pass an
 * `SNSClient`: clients of two copies have incompatible types. The oldest tested version is 3.600.0.
 */
const RANGES = {
  '@aws-sdk/client-sns': '^3.600.0',
  ulid: `^${dependencies.ulid}`,
} satisfies Readonly<Record<keyof typeof dependencies, string>>;

/** The SDK's `package.json`, without dependencies of the stack and of its build. */
const MANIFEST = {
  name: 'carillon-producer',
  version,
  description: 'Publishing SDK of Carillon, a pub/sub notification service on AWS',
  license,
  type: 'commonjs',
  engines: { node: '>=20' },
  main: FORMATS.default.default,
  types: FORMATS.default.types,
  exports: { '.': FORMATS, './api': formatsOf('api'), './package.json': './package.json' },
  sideEffects: false,
  dependencies: RANGES,
};

/**
 * Writes the SDK as an npm package: a CommonJS and an ESM file of each entry, their declarations, manifest and README. It
 * contains the generated files of the catalogue, as bundles do; writes nothing when they are stale.
 *
 * @throws `catalogue.type.invalid`, `catalogue.generated.stale`
 */
export async function buildProducer(folder: string): Promise<void> {
  requireCurrentCatalogue();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await Promise.all(NAMES.flatMap((name) => [bundle(name, folder, 'cjs'), bundle(name, folder, 'esm')]));
  for (const [name, text] of declarations()) write(join(folder, 'types', name), text);
  for (const name of NAMES) writeEntryTypes(name, folder);
  write(join(folder, 'package.json'), `${JSON.stringify(MANIFEST, null, 2)}\n`);
  copyFileSync(join(ROOT, 'shared', 'producer', 'README.md'), join(folder, 'README.md'));
}

function writeEntryTypes(name: EntryName, folder: string): void {
  const formats = formatsOf(name);
  write(join(folder, formats.default.types), `export * from './types/${ENTRIES[name].replace('.ts', '')}';\n`);
  write(join(folder, formats.import.types), `export * from '${formats.default.default}';\n`);
}

const bundle = (name: EntryName, folder: string, format: Format) =>
  build({
    entryPoints: [ENTRIES[name]],
    absWorkingDir: ROOT,
    outfile: join(folder, formatsOf(name)[format === 'cjs' ? 'default' : 'import'].default),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format,
    mainFields: ['module', 'main'],
    external: Object.keys(dependencies),
    legalComments: 'none',
    logLevel: 'silent',
  });

/** Declarations by path: of the entries, and transitively of all files that they import. */
function declarations(): Map<string, string> {
  const reached = new Map<string, string>();
  const open: string[] = Object.values(ENTRIES);
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const name = path.replace(/\.ts$/, '.d.ts');
    if (reached.has(name)) continue;
    const text = declarationOf(path);
    reached.set(name, text);
    const folder = posix.dirname(path);
    for (const [, from = ''] of text.matchAll(/(?:from |import\()['"](\.[^'"]*)['"]/g))
      open.push(`${posix.join(folder, from)}.ts`);
  }
  return reached;
}

/** Isolated declarations: milliseconds per file instead of seconds of type checks, but every export needs a type annotation. */
function declarationOf(path: string): string {
  const options = { ...OPTIONS, isolatedDeclarations: true, declaration: true };
  const source = readFileSync(join(ROOT, path), 'utf8');
  const { outputText, diagnostics = [] } = ts.transpileDeclaration(source, {
    fileName: path,
    compilerOptions: options,
  });
  if (diagnostics.length > 0) throw new Error(ts.formatDiagnostics(diagnostics, HOST));
  return outputText;
}

const OPTIONS = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.Node16, strict: true };
const HOST = { getCanonicalFileName: (name: string) => name, getCurrentDirectory: () => ROOT, getNewLine: () => '\n' };

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFile(path, text);
}

if (require.main === module) {
  runMain(async () => {
    const folder = join(ROOT, 'dist', 'producer');
    await buildProducer(folder);
    console.log(`built ${relative(ROOT, folder)}: pack it with npm pack ./dist/producer`);
  });
}
