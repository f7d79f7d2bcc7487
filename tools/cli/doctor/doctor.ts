import type { Command } from 'commander';
import type { DoctorOptions } from '../options';
import type { Terminal } from '../terminal';

export function addDoctor(program: Command, terminal: Terminal): void {
  program
    .command('doctor')
    .summary('find what is in AWS and not in the Terraform state, and print import blocks')
    .description(
      'Looks in AWS for every resource of a synthesized stack, and prints an `import` block (Terraform >= 1.5) for each ' +
        'one that is there and not in the state: after a state was lost, after an apply was interrupted, or where apply ' +
        'says that something exists already. Changes nothing, and needs no outputs. Exit code 1 when something could ' +
        'not be looked up, cannot be imported, or would be destroyed or replaced.',
    )
    .argument('<folder>', 'of cdk.tf.json, such as cdktf.out/stacks/dev')
    .option(
      '--state <file>',
      'the state: output of `terraform state pull`, `show -json` or `state list`, or - for standard input (without it, all that is there is to be imported, as after the state was lost)',
    )
    .option(
      '--out <file>',
      'write the import blocks there instead of to standard output, over nothing but the file of an earlier run; with none, remove that',
    )
    .addHelpText('after', EXAMPLES)
    .action(async (folder: string, _: unknown, command: Command) => {
      const { runDoctor } = require('./run-doctor') as typeof import('./run-doctor');
      await runDoctor(folder, command.optsWithGlobals<DoctorOptions>(), terminal);
    });
}

const EXAMPLES = `
Examples:
  npx carillon doctor . --out imports.tf                                   # the state is lost
  terraform state pull | npx carillon doctor . --state - --out imports.tf  # else
  terraform plan -out plan          # read it; then terraform apply plan, and delete imports.tf

All in the folder of the stack, such as cdktf.out/stacks/dev: Terraform reads imports.tf there and nowhere else. An
import block for what the state has does no harm; one for what is deleted later makes every plan fail.`;
