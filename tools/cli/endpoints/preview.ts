import type { Command } from 'commander';
import { channels } from '../../../handlers';
import { findEndpoint } from '../../../shared/operations/endpoints/find-endpoint';
import { type PreviewedRequest, previewRequest } from '../../../shared/operations/endpoints/preview-request';
import { allValid } from '../../../shared/operations/entries/all-valid';
import { inCliWords } from '../in-cli-words';
import { ENTRY_WORDS } from '../input/entry-words';
import { readEntries } from '../input/read-entries';
import type { TenantOptions } from '../options';
import type { Desk, OpenDesk } from './desk';
import { ENDPOINT_WORDS } from './endpoint-words';
import { example, ON_ONE, onEndpoint } from './on-endpoint';

export function addPreview(endpoints: Command, openDesk: OpenDesk): void {
  onEndpoint(
    endpoints,
    'preview',
    "Shows the request by which a notification would be posted: headers and body in the endpoint's format, signed. Sends " +
      "nothing. Values of the endpoint's own headers are not shown.",
  )
    .argument('<file>', 'a file of one notification (JSON) or several (NDJSON), or - for standard input')
    .addHelpText('after', example(`preview ${ON_ONE} examples/order-shipped.json`))
    .action(async (id: string, file: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<TenantOptions>();
      await preview(id, file, options, await openDesk(options));
    });
}

/** @throws CodedError as reading the input does; `cli.unknown_endpoint`, `notification.invalid`, `webhook.secret.unreadable` */
export async function preview(id: string, file: string, { tenant, json }: TenantOptions, desk: Desk): Promise<void> {
  const entries = await readEntries(file, desk.terminal);
  const endpoint = await inCliWords(findEndpoint(tenant, id, desk.registry), ENDPOINT_WORDS);
  const ports = { ...desk, channels };
  const judged = await Promise.all(entries.map(({ value }) => previewRequest(value, endpoint, desk, ports)));
  const requests = await inCliWords(
    Promise.resolve().then(() => allValid(entries, judged)),
    ENTRY_WORDS,
  );
  desk.terminal.print(
    requests.map((one) => (json ? JSON.stringify(one) : formatRequest(one))).join(json ? '\n' : '\n\n'),
  );
}

const formatRequest = ({ url, headers, body }: PreviewedRequest): string =>
  [`POST ${url}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', body].join('\n');
