import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** Names of AWS and Node that the documentation explains and our code does not contain. */
const FOREIGN = [
  'BucketAlreadyOwnedByYou',
  'CouldNotDetermineMessageSource',
  'ERROR_MESSAGE',
  'EntityAlreadyExists',
  'EventAgeExceeded',
  'MaxSendRate',
  'QueueAlreadyExists',
  'ResourceAlreadyExistsException',
  'RetriesExhausted',
  'responsePayload',
];

const PATH = /^(?:docs|examples|handlers|integration|shared|stacks|tools)\/[\w./-]+$/;
const IDENTIFIER = /^(?:[a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*|[A-Z]+_[A-Z_]+)$/;

interface Project {
  readonly files: readonly string[];
  /** All identifiers of the code. */
  readonly names: ReadonlySet<string>;
}

/** Names and paths in backticks, outside of code blocks, that exist neither in the code nor as a file or folder. */
function unknownNames(markdown: string, { files, names }: Project): string[] {
  const prose = markdown.replace(/^ *```.*?^ *```/gms, '');
  const isThere = (path: string) =>
    files.some((file) => file === path || file === `${path}.ts` || file.startsWith(`${path.replace(/\/$/, '')}/`));
  return [...prose.matchAll(/`([^`\n]+)`/g)].flatMap(([, name = '']) => {
    if (PATH.test(name)) return isThere(name) ? [] : [name];
    return IDENTIFIER.test(name) && !names.has(name) ? [name] : [];
  });
}

const trackedFiles = (): string[] =>
  execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const isCode = (path: string): boolean =>
  /\.(?:[cm]?[jt]s|json|py|ya?ml)$/.test(path) && path !== 'package-lock.json' && !path.endsWith('doc-names.test.ts');

it('finds missing names and paths, and ignores code blocks and plain words', () => {
  const project = { files: ['shared/ports/clock.ts'], names: new Set(['deliverOnce']) };
  const text =
    '`deliverOnce` `deliverInline` `MAX_HOPS` `shared/ports` `shared/ports/clock` `shared/port.ts` `plain`\n';
  const block = '```ts\n`notThere`\n```\n';
  expect(unknownNames(text + block, project)).toEqual(['deliverInline', 'MAX_HOPS', 'shared/port.ts']);
});

it('every name and path in backticks on every page exists', () => {
  const files = trackedFiles();
  const code = files.filter(isCode).map(read).join('\n');
  const names = new Set([...(code.match(/[A-Za-z_$][\w$]*/g) ?? []), ...FOREIGN]);
  // Excludes decision records and the changelog, which name identifiers of their time.
  const pages = files.filter((path) => path.endsWith('.md') && !/^docs\/adr\/|^CHANGELOG/.test(path));
  const unknown = pages.flatMap((page) => unknownNames(read(page), { files, names }).map((name) => `${page}: ${name}`));
  expect(unknown).toEqual([]);
});
