import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { domainPaths, type MutationGroup, mutationGroups } from './groups';
import { type Mutant, scoreOf, survivors } from './score';

const ROOT = join(__dirname, '..', '..', '..');
const MIN_PERCENT = 90;

/** `npm run test:mutation [-- <part of a path> …]`: mutates the domain, or only these files, file by file. */
async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const isWanted = (file: string) => wanted.length === 0 || wanted.some((part) => file.includes(part));
  const all: Mutant[] = [];
  for (const { files, tests } of mutationGroups(domainPaths(ROOT))) {
    const mutants = await mutate({ files: files.filter(isWanted), tests });
    all.push(...mutants);
    for (const file of files.filter(isWanted))
      print(
        file,
        mutants.filter(({ fileName }) => fileName === file),
      );
  }
  mkdirSync(join(ROOT, '.carillon'), { recursive: true });
  writeFileSync(join(ROOT, '.carillon', 'mutants.json'), JSON.stringify(all, null, 1));
  const { percent, detected, undetected, ignored } = scoreOf(all);
  console.log(`\n${detected} of ${detected + undetected} mutants were found out, ${ignored} are ignored with a reason`);
  console.log(`mutation score ${percent.toFixed(2)} %, at least ${MIN_PERCENT} % is wanted`);
  if (percent < MIN_PERCENT) process.exitCode = 1;
}

async function mutate({ files, tests }: MutationGroup): Promise<Mutant[]> {
  if (files.length === 0) return [];
  // Stryker is an ES module. Its child processes inherit the environment, which selects the tests.
  const { Stryker } = await import('@stryker-mutator/core');
  process.env.CARILLON_MUTATION_TESTS = tests.join();
  const results = await new Stryker({ mutate: [...files] }).runMutationTest();
  return results.map((result) => ({ ...result, fileName: relative(ROOT, result.fileName) }));
}

function print(file: string, mutants: readonly Mutant[]): void {
  const { percent, detected, undetected } = scoreOf(mutants);
  if (detected + undetected === 0) return;
  console.log(`${percent.toFixed(1).padStart(6)} %  ${detected}/${detected + undetected}  ${file}`);
  for (const line of survivors(mutants)) console.log(`          ${line}`);
}

main();
