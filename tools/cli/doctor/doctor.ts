import { resolve } from 'node:path';
import type { Command } from 'commander';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { GlobalOptions } from '../options';
import type { Terminal } from '../terminal';
import { asHeld, type Comparison, compareState } from './compare-state';
import { connectAccount } from './connect-account';
import { countUnsettled, type Diagnosis, diagnose, movedState } from './diagnosis';
import { findResources, type Search } from './find-resources';
import { refuseForeign } from './imports-file';
import type { Aws } from './lookups/aws';
import { withOtherIds } from './other-ids';
import { readPlan, type StackPlan } from './read-plan';
import { EMPTY, readState, type State } from './read-state';
import { unplannedRemarks, updatedRemarks, withReplaced } from './replaced';
import { fileReport, printDiagnosis, warnOfState } from './report';

export interface DoctorOptions extends GlobalOptions {
  /** File of the state; `-` for standard input. */
  readonly state?: string;
  /** A file for the import blocks. */
  readonly out?: string;
}

export function addDoctor(program: Command, terminal: Terminal): Command {
  return program
    .command('doctor')
    .description(
      'Looks in AWS for every resource of a synthesized stack, and prints an `import` block (Terraform >= 1.5) for each ' +
        'one that exists but is not in the state. Use it after a state was lost, after an apply was interrupted, or if ' +
        'apply fails because something exists already. Changes nothing, and needs no outputs. Exit code 1 when something ' +
        'could not be looked up, cannot be imported, or would be destroyed or replaced.',
    )
    .argument('<folder>', 'folder of cdk.tf.json, such as cdktf.out/stacks/dev')
    .option(
      '--state <file>',
      'the state: output of `terraform state pull`, `show -json` or `state list`, or - for standard input (default: none, as after the state was lost; then everything that exists is to be imported)',
    )
    .option(
      '--out <file>',
      'write the import blocks to this file instead of standard output; overwrites only a file of an earlier run, and removes it if there is nothing to import',
    )
    .addHelpText('after', EXAMPLES)
    .action(async (folder: string, _: unknown, command: Command) => {
      await runDoctor(folder, command.optsWithGlobals<DoctorOptions>(), terminal);
    });
}

const EXAMPLES = `
Examples:
  npx carillon doctor . --out imports.tf                                   # the state is lost
  terraform state pull | npx carillon doctor . --state - --out imports.tf  # else
  terraform plan -out plan          # read it; then terraform apply plan, and delete imports.tf

Run all of them in the folder of the stack, such as cdktf.out/stacks/dev: Terraform reads imports.tf only there. An import
block of a resource that the state has does no harm; one of a resource that is deleted later makes every plan fail.`;

/** Connects to the account; tests pass a fake. */
type Connect = (plan: StackPlan, terminal: Terminal) => Promise<Aws>;

/**
 * Compares plan, state and AWS, and prints the import blocks. Changes nothing in AWS or in the state.
 *
 * @throws CodedError `cli.doctor_incomplete`, after everything that is known was printed; as reading the plan and the state,
 *   comparing the two and connecting to the account do
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
  printDiagnosis(diagnosis, plan, file, options, terminal);
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

/** Searches by the plan's names. What is absent and has another name in the state until the next apply, by the state's. */
async function search(plan: StackPlan, { updated }: Comparison, aws: Aws): Promise<Search> {
  const found = await findResources(plan, aws);
  const before = new Map([...updated].filter(([address]) => found.findings.get(address)?.kind === 'absent'));
  return before.size === 0 ? found : findResources(asHeld(plan, before), aws);
}

const incomplete = (count: number): CodedError =>
  new CodedError(
    'cli.doctor_incomplete',
    `${count} resource${count === 1 ? '' : 's'} could not be looked up or imported, or would be destroyed or replaced; the reasons are listed above`,
    'do what the reasons say, and run doctor again before you apply; docs/runbook.md, "Import what is there", lists the permissions',
  );
