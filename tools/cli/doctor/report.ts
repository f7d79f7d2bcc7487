import { dirname, resolve } from 'node:path';
import type { Terminal } from '../terminal';
import { countUnsettled, type Diagnosis, type Import } from './diagnosis';
import { formatDiagnosis } from './format-diagnosis';
import { importBlocks } from './import-blocks';
import { type Written, writeImports } from './imports-file';
import { folderOfPlan, type StackPlan } from './read-plan';
import type { State } from './read-state';

interface ReportOptions {
  readonly json?: boolean;
  /** A file for the import blocks. */
  readonly out?: string;
}

/** An empty state may be a failed `terraform state pull`. A list of addresses may be of another environment: all have the same. */
export function warnOfState(state: State, { warn }: Terminal): void {
  if (state.held.size + state.deposed.length === 0)
    warn('the state is empty: if terraform state pull failed, fix that first');
  const isList = state.held.size > 0 && [...state.held.values()].every((attributes) => attributes === undefined);
  if (isList)
    warn(
      'a list of addresses names neither its environment nor what is tainted: make sure that it is of this environment',
    );
}

/** Prints only import blocks on standard output, unless they go to a file. */
export function printDiagnosis(
  diagnosis: Diagnosis,
  plan: StackPlan,
  file: string,
  { json, out }: ReportOptions,
  terminal: Terminal,
): void {
  const text = formatDiagnosis(diagnosis, plan);
  if (json) terminal.print(JSON.stringify(diagnosis));
  else if (out !== undefined) terminal.print(`${text}\n\n${file}`);
  else printBoth(text, diagnosis.imports, terminal);
}

function printBoth(text: string, imports: readonly Import[], { print, warn }: Terminal): void {
  warn(text);
  if (imports.length > 0) print(importBlocks(imports));
}

/** Writes the file. Returns what was done with it and what to do next. */
export function fileReport(diagnosis: Diagnosis, out: string, folder: string, { directory }: Terminal): string {
  const stack = folderOfPlan(folder);
  const path = resolve(directory, out);
  const written = writeImports(path, out, diagnosis.imports);
  const move =
    dirname(path) === resolve(directory, stack) ? '' : `; Terraform reads it in ${stack} alone: move it there`;
  const next = nextStep(diagnosis, stack);
  return [`${FILE_REPORTS[written](out)}${written === 'written' ? move : ''}`, ...next].join('\n');
}

const FILE_REPORTS: Readonly<Record<Written, (out: string) => string>> = {
  written: (out) => `import blocks are in ${out}`,
  not_written: (out) => `${out} is not written: there is nothing to import`,
  removed: (out) => `${out} is not written: there is nothing to import; the one of an earlier run is removed`,
};

function nextStep({ imports, ...others }: Diagnosis, stack: string): readonly string[] {
  if (countUnsettled(others) > 0) return ['next: settle what is listed above, and run doctor again before you apply'];
  if (imports.length === 0) return [];
  const where = stack === '.' ? '' : `, in ${stack}`;
  return [`next${where}: terraform plan -out plan, read it, terraform apply plan, and delete the file`];
}
