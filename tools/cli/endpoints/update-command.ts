import type { Command } from 'commander';
import { collect } from '../collect';
import type { UpdateOptions } from '../options';
import type { OpenDesk } from './desk';
import { example, ON_ONE, onEndpoint } from './endpoint-commands';

export function addUpdate(endpoints: Command, openDesk: OpenDesk): void {
  onEndpoint(
    endpoints,
    'update',
    'Changes what is named of an endpoint, by the checks of `add`. Its secrets, and what waits for it, stay.',
  )
    .option('--url <url>', 'where notifications are posted to from now on, those too that wait')
    .option(
      '--types <types>',
      "types that it gets from now on, in place of those that it has: 'order.*,invoice.issued'",
    )
    .option(
      '--header <header>',
      "added, or in place of the one of that name, such as 'x-shop: two'; may be repeated; no secrets: others see arguments",
      collect,
    )
    .option('--headers-file <path>', "such headers as lines of 'name: value'; - to read them from standard input")
    .option('--remove-header <name>', 'not sent any more; may be repeated', collect)
    .option('--rate <number>', 'attempts that it may get in a second, such as 10 or 0.5')
    .option('--no-rate', 'as many as there are')
    .option('--content-type <type>', 'media type of the body, such as application/cloudevents+json')
    .option('--verify [origin]', 'ask it first whether it agrees, and at which rate (default: the domain of the mail)')
    .addHelpText('after', EXAMPLES)
    .action(async (id: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<UpdateOptions>();
      const { updateEndpoint } = require('./update-endpoint') as typeof import('./update-endpoint');
      await updateEndpoint(id, options, await openDesk(options));
    });
}

const EXAMPLES = example(
  `update ${ON_ONE} --url https://hooks.example.com/v2`,
  `update ${ON_ONE} --types 'order.*' --rate 5`,
  `update ${ON_ONE} --headers-file headers.txt --remove-header x-shop`,
);
