import type { Command } from 'commander';
import { type TailPorts, tail } from '../../../shared/operations/listing/tail';
import { inCliWords } from '../in-cli-words';
import { formatNotifications } from '../list/format-notifications';
import { LIST_WORDS } from '../list/list-words';
import type { TenantOptions } from '../options';
import { chainsOf } from '../stack/chains-of';
import { connectStack } from '../stack/connect-stack';
import { listingOf } from '../stack/listing-of';
import type { Terminal } from '../terminal';

export interface TailOptions extends TenantOptions {
  readonly cursor?: string;
  readonly once?: boolean;
}

export function addTail(program: Command, terminal: Terminal): Command {
  return program
    .command('tail')
    .description("Prints a tenant's new notifications as they are recorded, until it is interrupted.")
    .requiredOption('--tenant <tenant>', 'the tenant of the notifications')
    .option('--cursor <cursor>', 'begin at this position instead of the present end')
    .option('--once', 'print what is there since the cursor, and the next one; do not wait')
    .addHelpText('after', EXAMPLES)
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<TailOptions>();
      const connection = await connectStack(options.outputs, terminal);
      await follow(options, { ...listingOf(connection), chains: chainsOf(connection) }, terminal);
    });
}

const EXAMPLES = `
Examples:
  npx carillon tail --tenant demo
  npx carillon tail --tenant demo --once --json

A notification is printed some seconds after it was accepted, with the deliveries that are there by then. With --json each
line is a notification; --once ends with {"next": …}, the cursor to go on with.`;

const POLL_MS = 2_000;

/** @throws CodedError as `tail` does */
export async function follow(
  { tenant, cursor, once = false, json }: TailOptions,
  ports: TailPorts,
  { print, sleep }: Pick<Terminal, 'print' | 'sleep'>,
): Promise<void> {
  let position = cursor;
  for (let isFirst = true; ; isFirst = false) {
    const { notifications, ...seen } = await inCliWords(tail({ tenant, cursor: position }, ports), LIST_WORDS);
    position = seen.position;
    const isLast = once && !seen.hasMore;
    const text = formatNotifications(notifications, {
      json,
      next: isLast ? position : undefined,
      withHeadings: isFirst,
    });
    if (notifications.length > 0 || isLast) print(text);
    if (isLast) return;
    if (!seen.hasMore) await sleep(POLL_MS);
  }
}
