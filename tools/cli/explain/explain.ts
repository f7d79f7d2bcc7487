import type { Command } from 'commander';
import { channels } from '../../../handlers';
import { type ExplainedEntry, explainEntries } from '../../../shared/operations/explain/explain-entries';
import { inCliWords } from '../in-cli-words';
import { ENTRY_WORDS } from '../input/entry-words';
import { readEntries } from '../input/read-entries';
import { warnOfUnknownTypes } from '../input/warn-of-unknown-types';
import type { GlobalOptions } from '../options';
import { unknownTypesHere } from '../stack/unknown-types-of';
import { table } from '../table';
import type { Terminal } from '../terminal';

interface ExplainOptions extends GlobalOptions {
  readonly tenant?: string;
  readonly source: string;
}

export function addExplain(program: Command, terminal: Terminal): Command {
  return program
    .command('explain')
    .description(
      'Shows which channels a notification reaches and why, by the filter policies of this version. Validates it as `publish` ' +
        'does. Sends nothing, and needs no stack.',
    )
    .argument('<file>', 'a file of one notification (JSON) or several (NDJSON), or - for standard input')
    .option('--tenant <tenant>', 'tenant for notifications that name none')
    .option('--source <source>', 'source for notifications that name none', '/cli')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, _: unknown, command: Command) => {
      await explainFile(file, command.optsWithGlobals<ExplainOptions>(), terminal);
    });
}

const EXAMPLES = `
Examples:
  npx carillon explain examples/payment-failed.json
  npx carillon explain --json --tenant demo - < notifications.ndjson`;

/** @throws CodedError as reading the input, reading the outputs of a stack and `explainEntries` do */
async function explainFile(file: string, options: ExplainOptions, terminal: Terminal): Promise<void> {
  const { source, tenant, json, outputs } = options;
  const entries = await readEntries(file, terminal);
  const unknownTypes = unknownTypesHere(outputs, terminal);
  warnOfUnknownTypes(entries, unknownTypes, terminal);
  const ports = { channels, clock: terminal.clock };
  const explained = await inCliWords(explainEntries({ entries, unknownTypes, source, tenant }, ports), ENTRY_WORDS);
  terminal.print(json ? explained.map((one) => JSON.stringify(one)).join('\n') : explained.map(format).join('\n\n'));
}

function format({ line, id, type, channels }: ExplainedEntry): string {
  const heading = [line === undefined ? '' : `line ${line}`, type, id ?? ''].filter((part) => part !== '').join('  ');
  return `${heading}\n${table(channels.map(({ channel, reached, why }) => [reached ? '  ✓' : '  ✗', channel, why]))}`;
}
