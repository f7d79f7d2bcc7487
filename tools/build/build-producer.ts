import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { build, type Format } from 'esbuild';
import ts from 'typescript';
import { dependencies, license, version } from '../../package.json';
import { writeFile } from '../support/files/write-file';
import { runMain } from '../support/report-errors';
import { requireCurrentCatalogue } from './compile-catalogue';

const ROOT = join(__dirname, '..', '..');
const ENTRY = 'shared/producer/index.ts';

/** Of `import`, and of everything else. TypeScript judges a declaration by the format that its own extension says. */
const FORMATS = {
  import: { types: './index.d.mts', default: './index.mjs' },
  default: { types: './index.d.ts', default: './index.js' },
};

/**
 * npm then installs one copy for the SDK and for its user, who may give it an `SNSClient`: those of two copies are two types.
 * The oldest that was tried is 3.600.0.
 */
const RANGES = {
  '@aws-sdk/client-sns': '^3.600.0',
  ulid: `^${dependencies.ulid}`,
} satisfies Readonly<Record<keyof typeof dependencies, string>>;

/** What the SDK's users install: nothing of the stack, and no tool that builds it. */
const MANIFEST = {
  name: 'carillon-producer',
  version,
  description: 'Publishing SDK of Carillon, a pub/sub notification service on AWS',
  license,
  engines: { node: '>=20' },
  main: FORMATS.default.default,
  types: FORMATS.default.types,
  exports: { '.': FORMATS, './package.json': './package.json' },
  sideEffects: false,
  dependencies: RANGES,
};

/**
 * Writes the SDK as a package of its own: a CommonJS and an ESM file, their declarations, manifest and README. It ships the
 * generated files of the catalogue, as bundles do; nothing is written where they are not current.
 *
 * @throws `catalogue.type.invalid`, `catalogue.generated.stale`
 */
export async function buildProducer(folder: string): Promise<void> {
  requireCurrentCatalogue();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await Promise.all([
    bundle(join(folder, FORMATS.default.default), 'cjs'),
    bundle(join(folder, FORMATS.import.default), 'esm'),
  ]);
  for (const [name, text] of declarations()) write(join(folder, 'types', name), text);
  write(join(folder, FORMATS.default.types), `export * from './types/${ENTRY.replace('.ts', '')}';\n`);
  write(join(folder, FORMATS.import.types), `export * from '${FORMATS.default.default}';\n`);
  write(join(folder, 'package.json'), `${JSON.stringify(MANIFEST, null, 2)}\n`);
  copyFileSync(join(ROOT, 'shared', 'producer', 'README.md'), join(folder, 'README.md'));
}

const bundle = (outfile: string, format: Format) =>
  build({
    entryPoints: [ENTRY],
    absWorkingDir: ROOT,
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format,
    mainFields: ['module', 'main'],
    external: Object.keys(dependencies),
    legalComments: 'none',
    logLevel: 'silent',
  });

/** Declarations by path, of the entry and of all that its declarations refer to. */
function declarations(): Map<string, string> {
  const reached = new Map<string, string>();
  const open = [ENTRY];
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

/** From the file alone, in milliseconds where a type check takes seconds; every export has to state its type for that. */
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
