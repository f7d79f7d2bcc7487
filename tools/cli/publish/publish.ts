import type { Command } from 'commander';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { LineResult } from '../../../shared/operations/publish/publish-entries';
import { inCliWords } from '../in-cli-words';
import { ENTRY_WORDS } from '../input/entry-words';
import type { GlobalOptions } from '../options';
import { table } from '../table';
import type { Terminal } from '../terminal';

interface PublishOptions extends GlobalOptions {
  readonly tenant?: string;
  readonly source: string;
  readonly asNew?: boolean;
}

export function addPublish(program: Command, terminal: Terminal): void {
  program
    .command('publish')
    .summary('publish notifications from a file')
    .description(
      'Publishes one notification (JSON) or several (NDJSON, one a line). What a notification leaves out is filled in: id, ' +
        'time, specversion, datacontenttype, and for types of the catalogue channels and severity. All are checked first.',
    )
    .argument('<file>', 'a file, or - for standard input')
    .option('--tenant <tenant>', 'tenant of those that name none')
    .option('--source <source>', 'source of those that name none', '/cli')
    .option('--as-new', 'give each a new id and time, also where it has one')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, _: unknown, command: Command) => {
      await publishFile(file, command.optsWithGlobals<PublishOptions>(), terminal);
    });
}

const EXAMPLES = `
Examples:
  npx carillon publish examples/order-shipped.json --as-new
  npx carillon publish --tenant demo - < notifications.ndjson

An id that was published before is not delivered again: --as-new makes another notification of it.
Exits with 1 when any was not published. With --json a failure holds the notification with the id it was given: publish that
again and it is never delivered twice.`;

/**
 * @throws CodedError `cli.not_published` when some of several were not, as their results say; else as `openPublish` and the
 *   operation do
 */
async function publishFile(file: string, options: PublishOptions, terminal: Terminal): Promise<void> {
  const { openPublish } = require('./open-publish') as typeof import('./open-publish');
  const { tenant, source, asNew } = options;
  const publish = await openPublish(file, options.outputs, terminal);
  const results = await inCliWords(publish({ tenant, source, asNew }), ENTRY_WORDS);
  terminal.print(formatResults(results, options));
  throwWhenFailed(results);
}

/** One line for each; JSON holds the notification of a failure, text holds no content. */
export function formatResults(results: readonly LineResult[], { json, outputs }: GlobalOptions): string {
  if (json) return results.map((result) => JSON.stringify(result)).join('\n');
  const lines = table(results.map(cells));
  const [first, second] = results;
  if (first?.status !== 'published' || second !== undefined) return lines;
  const stack = outputs === undefined ? '' : ` --outputs ${outputs}`;
  return `${lines}\n\nwhat becomes of it: npx carillon status ${first.id} --watch${stack}`;
}

const cells = (result: LineResult): string[] => [
  ...(result.line === undefined ? [] : [`line ${result.line}`]),
  result.status,
  result.id ?? '',
  result.status === 'published' ? `SNS message ${result.messageId}` : `${result.code}: ${result.message}`,
];

export function throwWhenFailed(results: readonly LineResult[]): void {
  const failed = results.filter(({ status }) => status !== 'published');
  if (failed.length === 0) return;
  throw new CodedError(
    'cli.not_published',
    `${failed.length} of ${results.length} notifications were not published`,
    'mend what their results name and publish those again, not the whole input: what has no id would be published twice',
  );
}
