import { dirname, resolve } from 'node:path';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { DoctorOptions } from '../options';
import type { Terminal } from '../terminal';
import { asHeld, type Comparison, compareState } from './compare-state';
import { connectAccount } from './connect-account';
import { type Diagnosis, diagnose, type Import, movedState } from './diagnosis';
import { findResources, type Search } from './find-resources';
import { formatDiagnosis } from './format-diagnosis';
import { importBlocks } from './import-blocks';
import { refuseForeign, type Written, writeImports } from './imports-file';
import type { Aws } from './lookups/aws';
import { withOtherIds } from './other-ids';
import { folderOfPlan, readPlan, type StackPlan } from './read-plan';
import { EMPTY, readState, type State } from './read-state';
import { unplannedRemarks, updatedRemarks, withReplaced } from './replaced';

/** How the account is reached; tests give another one. */
type Connect = (plan: StackPlan, terminal: Terminal) => Promise<Aws>;

/**
 * Changes nothing, in AWS or in the state.
 *
 * @throws CodedError `cli.doctor_incomplete`, after everything that is known was printed; as reading the plan and the state
 * comparing the two and connecting to the account do
 */
export async function runDoctor(
  folder: string,
  options: DoctorOptions,
  terminal: Terminal,
  connect: Connect = connectAccount,
): Promise<void> {
  const { out } = options;
  if (out !== undefined) refuseForeign(resolve(terminal.directory, out), out);
  const plan = await readPlan(folder, terminal);
  const state = options.state === undefined ? undefined : await readState(options.state, terminal);
  if (state !== undefined) warnOfState(state, terminal);
  const aws = await connect(plan, terminal);
  const diagnosis = await diagnosisOf(plan, state, aws);
  const file = out === undefined ? '' : fileReport(diagnosis, out, folder, terminal);
  print(diagnosis, plan, file, options, terminal);
  const unsettled = countUnsettled(diagnosis);
  if (unsettled > 0) throw incomplete(unsettled);
}

async function diagnosisOf(plan: StackPlan, state: State | undefined, aws: Aws): Promise<Diagnosis> {
  const moved = movedState(state ?? EMPTY, plan);
  const comparison = await compareState(moved.held, plan, aws);
  const { findings, remarks } = await search(plan, comparison, aws);
  const compared = withOtherIds(withReplaced(findings, comparison, moved, plan), moved.held);
  const all = [...remarks, ...updatedRemarks(comparison), ...unplannedRemarks(moved, plan)];
  return diagnose({ findings: compared, remarks: all }, state === undefined ? undefined : comparison.held);
}

/** By the plan; and by the state, what AWS does not have as planned before the next apply changes it in place. */
async function search(plan: StackPlan, { updated }: Comparison, aws: Aws): Promise<Search> {
  const found = await findResources(plan, aws);
  const before = new Map([...updated].filter(([address]) => found.findings.get(address)?.kind === 'absent'));
  return before.size === 0 ? found : findResources(asHeld(plan, before), aws);
}

type Unsettled = Pick<Diagnosis, 'replaced' | 'unknown' | 'notImportable' | 'blocked'>;

const countUnsettled = ({ replaced, unknown, notImportable, blocked }: Unsettled): number =>
  replaced.length + unknown.length + notImportable.length + blocked.length;

/** Addresses are the same in every environment; and a `terraform state pull` that fails prints nothing, as one of no state. */
function warnOfState(state: State, { warn }: Terminal): void {
  if (state.held.size + state.deposed.length === 0)
    warn('the state is empty: where terraform state pull failed, solve that first');
  const isList = state.held.size > 0 && [...state.held.values()].every((attributes) => attributes === undefined);
  if (isList)
    warn(
      "a list of addresses does not say whose state it is, nor what is tainted: make sure that it is this environment's",
    );
}

/** Standard output has the import blocks and nothing else, unless a file gets them. */
function print(
  diagnosis: Diagnosis,
  plan: StackPlan,
  file: string,
  { json, out }: DoctorOptions,
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

/** Writes the file, and says what became of it and what is next. */
function fileReport(diagnosis: Diagnosis, out: string, folder: string, { directory }: Terminal): string {
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
  if (countUnsettled(others) > 0) return ['next: settle what stands above, and ask again before you apply'];
  if (imports.length === 0) return [];
  const where = stack === '.' ? '' : `, in ${stack}`;
  return [`next${where}: terraform plan -out plan, read it, terraform apply plan, and delete the file`];
}

const incomplete = (count: number): CodedError =>
  new CodedError(
    'cli.doctor_incomplete',
    `${count} resource${count === 1 ? '' : 's'} could not be looked up or imported, or would be destroyed or replaced; the reasons stand above`,
    'do what the reasons say, and ask again before you apply; docs/runbook.md, "Import what is there", lists the permissions',
  );
