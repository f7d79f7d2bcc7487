import { SNSClient } from '@aws-sdk/client-sns';
import type { Command } from 'commander';
import { channels } from '../../../handlers';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { type LineResult, publishEntries } from '../../../shared/operations/publish/publish-entries';
import { sleepWithJitter } from '../../../shared/producer/sleep-with-jitter';
import { topicOf } from '../../../shared/producer/topic-of';
import { inCliWords } from '../in-cli-words';
import { ENTRY_WORDS } from '../input/entry-words';
import { readEntries } from '../input/read-entries';
import { warnOfUnknownTypes } from '../input/warn-of-unknown-types';
import type { GlobalOptions } from '../options';
import { connectStack } from '../stack/connect-stack';
import { unknownTypesOf } from '../stack/unknown-types-of';
import { table } from '../table';
import type { Terminal } from '../terminal';

interface PublishOptions extends GlobalOptions {
  readonly tenant?: string;
  readonly source: string;
  readonly asNew?: boolean;
}

export function addPublish(program: Command, terminal: Terminal): Command {
  return program
    .command('publish')
    .description(
      'Publishes one notification (JSON) or several (NDJSON, one per line). Fills in missing id, time, specversion and ' +
        'datacontenttype, and for types of the catalogue channels and severity. Validates all before it sends the first.',
    )
    .argument('<file>', 'a file, or - for standard input')
    .option('--tenant <tenant>', 'tenant for notifications that name none')
    .option('--source <source>', 'source for notifications that name none', '/cli')
    .option('--as-new', 'give each notification a new id and time, even if it has them')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, _: unknown, command: Command) => {
      await publishFile(file, command.optsWithGlobals<PublishOptions>(), terminal);
    });
}

const EXAMPLES = `
Examples:
  npx carillon publish examples/order-shipped.json --as-new
  npx carillon publish --tenant demo - < notifications.ndjson

An id that was published before is not delivered again: --as-new publishes it as another notification.
Exit code 1 when a notification was not published. With --json its error holds the notification with its id: publish that
again, and it is not delivered twice.`;

/**
 * @throws CodedError `cli.not_published` when some of several were not published, as their results say; else as reading the
 *   input, connecting to the stack and `publishEntries` do
 */
async function publishFile(file: string, options: PublishOptions, terminal: Terminal): Promise<void> {
  const { tenant, source, asNew } = options;
  const entries = await readEntries(file, terminal);
  const { outputs, clientConfig } = await connectStack(options.outputs, terminal);
  const unknownTypes = unknownTypesOf(outputs);
  warnOfUnknownTypes(entries, unknownTypes, terminal);
  const topic = topicOf({ topicArn: outputs.topic_arn, client: new SNSClient(clientConfig) });
  const ports = { topic, channels, clock: terminal.clock, sleep: sleepWithJitter };
  const results = await inCliWords(
    publishEntries({ entries, unknownTypes, tenant, source, asNew }, ports),
    ENTRY_WORDS,
  );
  terminal.print(formatResults(results, options));
  throwWhenFailed(results);
}

/** One line per result. JSON holds the notification of a failure; text holds no content. */
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
    'correct those and publish them alone again, not the whole input: notifications without an id would be published twice',
  );
}
