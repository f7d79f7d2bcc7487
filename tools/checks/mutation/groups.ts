import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Files that are mutated together, and the tests that must kill the mutants. */
export interface MutationGroup {
  readonly files: readonly string[];
  readonly tests: readonly string[];
}

/**
 * The tests of a file must kill its mutants; files without tests use all tests of their folder. So each mutant runs few
 * tests instead of all that reach it, and a file does not rely on tests elsewhere.
 */
export function mutationGroups(paths: readonly string[]): MutationGroup[] {
  const tests = paths.filter((path) => path.endsWith('.test.ts'));
  const groups = new Map<string, { files: string[]; tests: readonly string[] }>();
  for (const file of paths.filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))) {
    const own = file.replace(/\.ts$/, '.test.ts');
    const ofFolder = tests.filter((test) => dirname(test) === dirname(file));
    const proof = tests.includes(own) ? [own] : ofFolder;
    const group = groups.get(proof.join());
    if (group) group.files.push(file);
    else groups.set(proof.join(), { files: [file], tests: proof });
  }
  return [...groups.values()];
}

/** Pure rules outside the domain, each in a file beside the only code that uses it. */
const PURE_ELSEWHERE = ['shared/http/post/truncate-bytes', 'shared/operations/entries/find-json-fault'];

/** Excludes test helpers from mutation. */
export const domainPaths = (root: string): string[] =>
  readdirSync(join(root, 'shared/domain'), { recursive: true, encoding: 'utf8' })
    .map((path) => `shared/domain/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts') && !path.includes('/testing/'))
    .concat(PURE_ELSEWHERE.flatMap((path) => [`${path}.ts`, `${path}.test.ts`]))
    .toSorted();
