import type { Command } from 'commander';
import { inCliWords } from '../in-cli-words';
import type { GlobalOptions } from '../options';
import type { Terminal } from '../terminal';
import { openStatus } from './open-status';
import { printStatus } from './print-status';
import { unknownIdWords } from './unknown-id-words';

interface StatusOptions extends GlobalOptions {
  readonly watch?: boolean;
  readonly body?: boolean;
}

export function addStatus(program: Command, terminal: Terminal): Command {
  return program
    .command('status')
    .description(
      'Shows when a notification was accepted, every delivery attempt with its result, and the state of each delivery.',
    )
    .argument(
      '<id>',
      'id of the notification; or, if the channel could not read one, of the SQS message, as the function logged it',
    )
    .option('--watch', 'wait until no recorded delivery is open any more')
    .option('--body', 'also print the notification, as it was received')
    .addHelpText('after', EXAMPLES)
    .action(async (id: string, _: unknown, command: Command) => {
      await showStatus(id, command.optsWithGlobals<StatusOptions>(), terminal);
    });
}

const EXAMPLES = `
Examples:
  npx carillon status 01M83VVAE0DXK8DR745633EZ6J
  npx carillon status 01M83VVAE0DXK8DR745633EZ6J --watch
  npx carillon status 01M83VVAE0DXK8DR745633EZ6J --json --body

Times are UTC, and relative to acceptance: the moment when the audit channel recorded the notification. Channels run
in parallel, so an attempt may begin before it. A delivery whose first attempt has to wait (for a rate, for an open circuit)
is recorded after 15 minutes at the latest.`;

/** @throws CodedError `cli.unknown_id`; as `openStatus` does */
async function showStatus(id: string, options: StatusOptions, terminal: Terminal): Promise<void> {
  const { table, read, watch } = await openStatus(options.outputs, terminal);
  const polls = options.watch ? watch({ id }) : once(() => read({ id }));
  await inCliWords(printStatus(polls, options, terminal), unknownIdWords(table, HINT));
}

const HINT = 'if it was published a moment ago, add --watch; ';

async function* once<Result>(read: () => Promise<Result>): AsyncIterable<Result> {
  yield await read();
}
