import { resolve } from 'node:path';
import { CodedError } from '../../../shared/domain/coded-error';
import { writeFile } from '../../files/write-file';
import type { DoctorOptions } from '../options';
import type { Terminal } from '../terminal';
import { compareState, withRenamed } from './compare-state';
import { connectAccount } from './connect-account';
import { type Diagnosis, diagnose, type Import, movedState } from './diagnosis';
import { findResources } from './find-resources';
import { formatDiagnosis } from './format-diagnosis';
import { importBlocks } from './import-blocks';
import type { Aws } from './lookups/aws';
import { readPlan, type StackPlan } from './read-plan';
import { readState, type State } from './read-state';

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
  const plan = await readPlan(folder, terminal);
  const state = options.state === undefined ? new Map() : await readState(options.state, terminal);
  warnOfNames(state, terminal);
  const aws = await connect(plan, terminal);
  const { held, renamed } = await compareState(movedState(state, plan), plan, aws);
  const diagnosis = diagnose(withRenamed(await findResources(plan, aws), renamed), held);
  print(diagnosis, plan, options, terminal);
  const unsettled = diagnosis.unknown.length + diagnosis.notImportable.length;
  if (unsettled > 0) throw incomplete(unsettled);
}

/** Addresses are the same in every environment. */
function warnOfNames(state: State, { warn }: Terminal): void {
  const isList = state.size > 0 && [...state.values()].every((attributes) => attributes === undefined);
  if (isList) warn("a list of addresses does not say whose state it is: make sure that it is this environment's");
}

/** Standard output has the import blocks and nothing else, unless a file gets them. */
function print(diagnosis: Diagnosis, plan: StackPlan, { json, out }: DoctorOptions, terminal: Terminal): void {
  const { imports } = diagnosis;
  if (out !== undefined && imports.length > 0) writeImports(out, imports, terminal);
  const text = formatDiagnosis(diagnosis, plan);
  if (json) terminal.print(JSON.stringify(diagnosis));
  else if (out !== undefined) terminal.print(`${text}\n${written(out, imports)}`);
  else printBoth(text, imports, terminal);
}

function printBoth(text: string, imports: readonly Import[], { print, warn }: Terminal): void {
  warn(text);
  if (imports.length > 0) print(importBlocks(imports));
}

const written = (out: string, imports: readonly Import[]): string =>
  imports.length > 0 ? `\nimport blocks are in ${out}` : `\n${out} is not written: there is nothing to import`;

function writeImports(file: string, imports: readonly Import[], { directory }: Terminal): void {
  try {
    writeFile(resolve(directory, file), `${importBlocks(imports)}\n`);
  } catch (error) {
    const message = `file '${file}' cannot be written: ${(error as Error).message}`;
    throw new CodedError('cli.file_unwritable', message, 'name a file that can be written with --out');
  }
}

const incomplete = (count: number): CodedError =>
  new CodedError(
    'cli.doctor_incomplete',
    `${count} resource${count === 1 ? '' : 's'} could not be looked up or cannot be imported; the reasons stand above`,
    'do what the reasons say, and ask again before you apply; docs/runbook.md, "Import what is there", lists the permissions',
  );
