import { SNSClient } from '@aws-sdk/client-sns';
import type { Command } from 'commander';
import { channels } from '../../../handlers';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { attributeFault } from '../../../shared/domain/notification/attribute-rules';
import { importFile } from '../../../shared/operations/import/import-file';
import { importSettings } from '../../../shared/operations/import/import-settings';
import { type LineCounts, sumOf } from '../../../shared/operations/import/import-window';
import { sleepWithJitter } from '../../../shared/producer/sleep-with-jitter';
import { topicOf } from '../../../shared/producer/topic-of';
import { requireCurrentValidators } from '../input/require-current-validators';
import type { TenantOptions } from '../options';
import { connectStack } from '../stack/connect-stack';
import { unknownTypesOf } from '../stack/unknown-types-of';
import type { Terminal } from '../terminal';
import { type FileChoice, openLocalFile } from './local-file';
import { importReport } from './report-import';
import { uploadFile } from './upload-file';

interface ImportOptions extends TenantOptions {
  readonly mapping?: string;
  readonly dryRun?: boolean;
  readonly s3?: boolean;
}

export function addImport(program: Command, terminal: Terminal): Command {
  return program
    .command('import')
    .description(
      'Publishes each line of a large file (.ndjson, .csv), and lists the lines that are rejected. Repeats nothing if the same ' +
        'file is imported again, here or by the bucket of uploads.',
    )
    .argument('<file>', 'a file that ends in .ndjson or .csv')
    .requiredOption('--tenant <tenant>', 'tenant of all lines')
    .option('--mapping <file>', 'how the columns of a CSV file become attributes (docs/import.md)')
    .option('--dry-run', 'validate all lines and send nothing; needs no stack')
    .option('--s3', 'put the file into the bucket of uploads, and follow its import by the stack')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<ImportOptions>();
      const fault = attributeFault('tenant', options.tenant);
      if (fault) throw new CodedError(fault.code, fault.message, 'name the tenant that the lines are of');
      requireCurrentValidators();
      await (options.s3 && !options.dryRun ? importByStack : importHere)({ ...options, file }, options, terminal);
    });
}

const EXAMPLES = `
Examples:
  npx carillon import orders.csv --tenant demo --mapping orders.mapping.json --dry-run
  npx carillon import orders.ndjson --tenant demo
  npx carillon import orders.ndjson --tenant demo --s3

Exit code 1 when a line was rejected. With --json each rejected line is a document, and the counts are the last one.`;

const NONE: LineCounts = { read: 0, published: 0, rejected: 0 };

async function importHere(choice: FileChoice, options: ImportOptions, terminal: Terminal): Promise<void> {
  const file = await openLocalFile(choice, terminal);
  const stack = options.dryRun ? undefined : await connectStack(options.outputs, terminal);
  const unknownTypes = stack ? unknownTypesOf(stack.outputs) : 'refuse';
  const settings = importSettings(choice.tenant, { unknownTypes, channels, clock: terminal.clock });
  const topic = stack && topicOf({ topicArn: stack.outputs.topic_arn, client: new SNSClient(stack.clientConfig) });
  const report = importReport(terminal, options);
  let lines = NONE;
  for await (const window of importFile(file, settings, { topic, clock: terminal.clock, sleep: sleepWithJitter })) {
    lines = sumOf(lines, window.counts);
    report.rejected(window.rejected);
    if (!window.isLast) report.progress(lines);
  }
  report.end(lines, options.dryRun ? 'valid' : 'published');
}

async function importByStack(choice: FileChoice, options: ImportOptions, terminal: Terminal): Promise<void> {
  await openLocalFile(choice, terminal);
  const uploaded = await uploadFile(choice, await connectStack(options.outputs, terminal), terminal);
  const report = importReport(terminal, options);
  const { lines, rejected } = await uploaded.follow((record) => report.progress(record.lines));
  if (rejected !== undefined) report.rejected(await uploaded.rejected(rejected));
  report.end(lines, 'published');
}
