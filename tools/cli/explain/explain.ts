import type { Command } from 'commander';
import { channels } from '../../../handlers';
import { explainEntries } from '../../../shared/operations/explain/explain-entries';
import type { EndpointRegistry } from '../../../shared/ports/endpoints';
import { inCliWords } from '../in-cli-words';
import { ENTRY_WORDS } from '../input/entry-words';
import { readEntries } from '../input/read-entries';
import { warnOfUnknownTypes } from '../input/warn-of-unknown-types';
import type { GlobalOptions } from '../options';
import { connectStack } from '../stack/connect-stack';
import { endpointRegistryOf } from '../stack/endpoint-registry-of';
import { unknownTypesHere } from '../stack/unknown-types-of';
import type { Terminal } from '../terminal';
import { formatExplained } from './format-explained';

interface ExplainOptions extends GlobalOptions {
  readonly tenant?: string;
  readonly source: string;
  /** Whether to explain the endpoints of the tenants too. */
  readonly endpoints?: boolean;
}

/** Opens the endpoints of a stack. */
export type OpenEndpoints = (options: GlobalOptions, terminal: Terminal) => Promise<Pick<EndpointRegistry, 'load'>>;

const openEndpoints: OpenEndpoints = async ({ outputs }, terminal) =>
  endpointRegistryOf(await connectStack(outputs, terminal));

export function addExplain(program: Command, terminal: Terminal, open = openEndpoints): Command {
  return program
    .command('explain')
    .description(
      'Shows which channels a notification reaches and why, by the filter policies of this version. Validates it as `publish` ' +
        'does. Sends nothing, and needs no stack, except with --endpoints.',
    )
    .argument('<file>', 'a file of one notification (JSON) or several (NDJSON), or - for standard input')
    .option('--tenant <tenant>', 'tenant for notifications that name none')
    .option('--source <source>', 'source for notifications that name none', '/cli')
    .option('--endpoints', 'also say which endpoints of its tenant get it, and which conditions keep the others out')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, _: unknown, command: Command) => {
      await explainFile(file, command.optsWithGlobals<ExplainOptions>(), terminal, open);
    });
}

const EXAMPLES = `
Examples:
  npx carillon explain examples/payment-failed.json
  npx carillon explain --endpoints examples/payment-failed.json
  npx carillon explain --json --tenant demo - < notifications.ndjson`;

/** @throws CodedError as reading the input, connecting to a stack, reading its outputs and `explainEntries` do */
async function explainFile(
  file: string,
  options: ExplainOptions,
  terminal: Terminal,
  open: OpenEndpoints,
): Promise<void> {
  const { source, tenant, json, outputs } = options;
  const entries = await readEntries(file, terminal);
  const unknownTypes = unknownTypesHere(outputs, terminal);
  warnOfUnknownTypes(entries, unknownTypes, terminal);
  const endpoints = options.endpoints === true && { endpoints: await open(options, terminal) };
  const ports = { channels, clock: terminal.clock, ...endpoints };
  const explained = await inCliWords(explainEntries({ entries, unknownTypes, source, tenant }, ports), ENTRY_WORDS);
  terminal.print(
    json ? explained.map((one) => JSON.stringify(one)).join('\n') : explained.map(formatExplained).join('\n\n'),
  );
}
