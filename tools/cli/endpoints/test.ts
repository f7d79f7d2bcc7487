import type { Command } from 'commander';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { type TestedEndpoint, testEndpoint } from '../../../shared/operations/endpoints/test-endpoint';
import { inCliWords } from '../in-cli-words';
import type { TenantOptions } from '../options';
import type { Desk, OpenDesk } from './desk';
import { ENDPOINT_WORDS } from './endpoint-words';
import { formatTested } from './format-tested';
import { example, ON_ONE, onEndpoint } from './on-endpoint';

export function addTest(endpoints: Command, openDesk: OpenDesk): void {
  onEndpoint(
    endpoints,
    'test',
    'Posts a signed test event of type carillon.test, as a delivery is posted. Records nothing.',
  )
    .addHelpText('after', example(`test ${ON_ONE}`))
    .action(async (id: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<TenantOptions>();
      await test(id, options, await openDesk(options));
    });
}

/** @throws CodedError as `testEndpoint` does; `cli.test_failed` if the test event is not delivered */
export async function test(id: string, { tenant, json }: TenantOptions, desk: Desk): Promise<void> {
  const tested = await inCliWords(testEndpoint({ tenant, id }, desk), ENDPOINT_WORDS);
  desk.terminal.print(json ? jsonTested(tested) : formatTested(tested));
  if (tested.outcome.kind !== 'delivered') throw failed(id);
}

const jsonTested = ({ endpoint: { tenant, id, state }, eventId, result, outcome }: TestedEndpoint): string =>
  JSON.stringify({ tenant, id, state, held: !state.enabled, eventId, ...result, outcome });

const failed = (id: string): CodedError =>
  new CodedError(
    'cli.test_failed',
    `the test event was not delivered to endpoint '${id}'`,
    'see the verdict above; docs/errors.md and handlers/channels/webhook/README.md, "Outcomes"',
  );
