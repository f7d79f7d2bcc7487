import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { zipSync } from 'fflate';
import { channels, functions } from '../../handlers';
import { CodedError } from '../../shared/domain/kit/errors/coded-error';
import { writeFile } from '../support/files/write-file';
import { runMain } from '../support/report-errors';
import { requireCurrentApi } from './api/compile-api';
import { requireCurrentCatalogue } from './compile-catalogue';

const ROOT = join(__dirname, '..', '..');

/** Entry point of a channel or function, relative to the project. */
export const entryOf = (name: string): string =>
  `handlers/${functions.some((one) => one.name === name) ? 'functions' : 'channels'}/${name}/index.ts`;

/**
 * @param entryPoints relative to the project
 * @throws CodedError `stack.bundle.entry_missing`, which names all missing files: esbuild's own error is a stack trace
 */
export function requireEntries(entryPoints: readonly string[]): void {
  const missing = entryPoints.filter((entryPoint) => !existsSync(join(ROOT, entryPoint)));
  if (missing.length === 0) return;
  const fix = 'write it, in a folder named like the manifest, or take the manifest out of handlers/index.ts';
  throw new CodedError('stack.bundle.entry_missing', `there is no ${missing.join(', no ')}`, fix);
}

export interface Bundle {
  readonly code: Uint8Array;
  /** Lazily required files by name. */
  readonly lazy: Readonly<Record<string, Uint8Array>>;
  /** Paths of all bundled files, relative to the project. */
  readonly inputs: readonly string[];
}

/**
 * Bundles a function into one minified CommonJS file, and each `<name>.lazy.ts` beside it into another, which adds nothing
 * to a cold start until the code requires it.
 *
 * @param entryPoint relative to the project
 */
export async function bundleFunction(entryPoint: string): Promise<Bundle> {
  const folder = dirname(entryPoint);
  const names = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.lazy.ts'));
  const lazy = await Promise.all(names.map((name) => bundleFile(join(folder, name))));
  const files = names.map((name, n) => [`${basename(name, '.ts')}.js`, lazy[n]?.code ?? new Uint8Array()] as const);
  return { ...(await bundleFile(entryPoint)), lazy: Object.fromEntries(files) };
}

/** `mainFields` with `module` first enables tree shaking: the SES client then takes 44 ms of init CPU instead of 63. */
async function bundleFile(entryPoint: string): Promise<Omit<Bundle, 'lazy'>> {
  const { outputFiles, metafile } = await build({
    entryPoints: [entryPoint],
    outfile: 'index.js',
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    minify: true,
    metafile: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    mainFields: ['module', 'main'],
    alias: {
      '@aws-sdk/credential-provider-node': join(ROOT, 'shared', 'lambda', 'lambda-credentials.ts'),
      ...Object.fromEntries(
        OWN_CLIENTS.map((name) => [`@aws-sdk/client-${name}`, join(ROOT, 'shared', 'aws', 'clients', `${name}.ts`)]),
      ),
    },
    plugins: [leaveOut, keepApart],
    legalComments: 'none',
    logLevel: 'silent',
  });
  const [file] = outputFiles;
  if (!file) throw new Error(`esbuild wrote nothing for ${entryPoint}`);
  return { code: file.contents, inputs: Object.keys(metafile.inputs) };
}

/** AWS SDK clients whose place `shared/aws/clients` takes in function bundles (ADR 0024). S3 stays the SDK's. */
const OWN_CLIENTS = ['dynamodb', 'kms', 'ses', 'sns', 'sqs'];

interface LeftOut {
  readonly module: RegExp;
  readonly contents: string;
}

const refuse = (what: string) => `() => { throw new Error(${JSON.stringify(`${what} is left out of this bundle`)}); }`;

/** Modules that no function uses but tree shaking keeps; a call to one throws. Together 110 kB of the email function. */
export const LEFT_OUT: readonly LeftOut[] = [
  {
    // Table of file types, 76 kB: `shared/mail/compose/mime.ts` sets every content type itself.
    module: /nodemailer[\\/]dist[\\/]esm[\\/]mime-funcs[\\/]mime-types\.js$/,
    contents:
      "export const detectMimeType = () => 'application/octet-stream'; export const detectExtension = () => 'bin';",
  },
  {
    // Content from URLs, which `disableUrlAccess` turns off.
    module: /nodemailer[\\/]dist[\\/]esm[\\/]fetch[\\/]index\.js$/,
    contents: `export default ${refuse("nodemailer's fetch")};`,
  },
  {
    // Parser of address lists: `shared/domain/notification/recipients.ts` has parsed From and To already.
    module: /nodemailer[\\/]dist[\\/]esm[\\/]addressparser[\\/]index\.js$/,
    contents: `export default ${refuse("nodemailer's parser of addresses")};`,
  },
  {
    // Event streams, which no called operation uses.
    module: /@smithy[\\/]core[\\/]dist-es[\\/]submodules[\\/]event-streams[\\/]index\.js$/,
    contents: `export const eventStreamSerdeProvider = () => ({}); export const resolveEventStreamSerdeConfig = (config) => config; export const EventStreamSerde = class { constructor() { (${refuse('event streams')})(); } };`,
  },
];

const leaveOut: Plugin = {
  name: 'leave-out',
  setup: ({ onLoad }) => {
    for (const { module, contents } of LEFT_OUT) onLoad({ filter: module }, () => ({ contents }));
  },
};

/** In the zip a lazy file is beside `index.js`, whichever folder of the function requires it. */
const keepApart: Plugin = {
  name: 'keep-apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\.lazy$/ }, ({ path }) => ({ path: `./${basename(path)}`, external: true })),
};

/** Reproducible zip: fixed name, time and mode give the same bytes on every host and in every time zone. */
export function zipFunction(code: Uint8Array, lazy: Bundle['lazy'] = {}): Uint8Array {
  const fixed = { mtime: new Date(1980, 0, 1), os: 3, attrs: 0o644 << 16 };
  const files = Object.entries({ 'index.js': code, ...lazy });
  return zipSync(Object.fromEntries(files.map(([name, bytes]) => [name, [bytes, fixed]])), { level: 9 });
}

/**
 * Writes `<folder>/<name>.zip` for every channel and function of the registry, once all are bundled. Replaces each file
 * atomically, so that a concurrent synthesis reads either the old or the new one.
 *
 * @throws `catalogue.type.invalid`, `catalogue.generated.stale`, `stack.bundle.entry_missing`
 */
export async function bundleAll(folder: string): Promise<{ name: string; bytes: number }[]> {
  requireCurrentCatalogue();
  requireCurrentApi();
  requireEntries([...channels, ...functions].map(({ name }) => entryOf(name)));
  const bundle = async ({ name }: { readonly name: string }) => {
    const { code, lazy } = await bundleFunction(entryOf(name));
    return { file: `${name}.zip`, name, zip: zipFunction(code, lazy), bytes: code.length };
  };
  const bundles = await Promise.all([...channels, ...functions].map(bundle));
  mkdirSync(folder, { recursive: true });
  for (const { file, zip } of bundles) replaceFile(join(folder, file), zip);
  const files = bundles.map(({ file }) => file);
  for (const old of readdirSync(folder).filter((file) => file.endsWith('.zip') && !files.includes(file)))
    rmSync(join(folder, old));
  return bundles.map(({ name, bytes }) => ({ name, bytes }));
}

function replaceFile(file: string, content: Uint8Array): void {
  const written = `${file}.${process.pid}`;
  writeFile(written, content);
  renameSync(written, file);
}

if (require.main === module) {
  runMain(async () => {
    const bundles = await bundleAll(join(ROOT, 'dist', 'functions'));
    for (const { name, bytes } of bundles) console.log(`bundled ${name}: ${Math.round(bytes / 1000)} kB`);
  });
}
