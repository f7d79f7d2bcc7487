import type { Command } from 'commander';
import { LISTED_STATES } from '../../../shared/domain/listing/listing-row';
import {
  type ListNotificationsRequest,
  type ListPorts,
  listNotifications,
} from '../../../shared/operations/listing/list-notifications';
import { inCliWords } from '../in-cli-words';
import type { TenantOptions } from '../options';
import { parsePeriod } from '../replay/parse-since';
import { connectStack } from '../stack/connect-stack';
import { listingOf } from '../stack/listing-of';
import type { Terminal } from '../terminal';
import { formatNotifications } from './format-notifications';
import { LIST_WORDS } from './list-words';
import { parseLimit } from './parse-limit';

export interface ListOptions extends TenantOptions {
  readonly type?: string;
  readonly state?: string;
  readonly channel?: string;
  readonly since?: string;
  readonly until?: string;
  readonly limit?: number;
  readonly cursor?: string;
  readonly all?: boolean;
}

export function addList(program: Command, terminal: Terminal): Command {
  return program
    .command('list')
    .description("Lists a tenant's notifications, newest first, with the state of their deliveries.")
    .requiredOption('--tenant <tenant>', 'the tenant of the notifications')
    .option('--state <state>', `only those with a delivery in this state: ${LISTED_STATES.join(', ')}`)
    .option('--type <type>', 'only those of this type')
    .option('--channel <name>', 'only those for this channel; with --state, whose delivery on it is in the state')
    .option('--since <time>', 'only those accepted since this time: 2026-11-23T09:30:00Z, 2026-11-23, 24h or 7d')
    .option('--until <time>', 'only those accepted before this time')
    .option('--limit <count>', 'at most this many on a page, 1 to 100 (default: 50)', parseLimit)
    .option('--cursor <cursor>', 'the next page: what the page before ended with')
    .option('--all', 'all pages')
    .addHelpText('after', EXAMPLES)
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<ListOptions>();
      const connection = await connectStack(options.outputs, terminal);
      await list(options, { ...listingOf(connection), clock: terminal.clock }, terminal);
    });
}

const EXAMPLES = `
Examples:
  npx carillon list --tenant demo
  npx carillon list --tenant demo --state failed --since 24h
  npx carillon list --tenant demo --type order.shipped --all --json

A notification is listed some seconds after it was accepted. A page may have fewer than --limit, even none, though there are
more: it ends with the cursor of the next page then. With --json each line is a notification, the last one {"next": …}.`;

/** @throws CodedError `cli.since_malformed`; as `listNotifications` does */
export async function list(options: ListOptions, ports: ListPorts, { print, clock }: Terminal): Promise<void> {
  let request = requestOf(options, clock.now());
  let isFirst = true;
  for (;;) {
    const { notifications, next } = await inCliWords(listNotifications(request, ports), LIST_WORDS);
    const more = options.all ? undefined : next;
    const text = formatNotifications(notifications, { json: options.json, next: more, withHeadings: isFirst });
    if (text !== '') print(text);
    if (next === undefined || !options.all) return;
    request = { ...request, cursor: next };
    isFirst = isFirst && notifications.length === 0;
  }
}

export function requestOf(options: ListOptions, now: Date): ListNotificationsRequest {
  const { tenant, type, state, channel, cursor, limit = options.all ? 100 : undefined } = options;
  return {
    tenant,
    type,
    state,
    channel,
    ...parsePeriod(options, now),
    limit,
    cursor,
  };
}
