import { CodedError } from '../../../shared/domain/coded-error';
import type { EndpointState } from '../../../shared/ports/endpoints';
import type { DisableOptions, TenantOptions } from '../options';
import type { Desk } from './desk';
import { unknownEndpoint } from './find-endpoint';
import { stateText } from './show-endpoint';

type SwitchDesk = Pick<Desk, 'registry' | 'terminal'>;

const MAX_REASON_LENGTH = 200;

/** @throws CodedError `cli.unknown_endpoint`, `cli.reason_malformed` */
export async function disableEndpoint(id: string, options: DisableOptions, desk: SwitchDesk): Promise<void> {
  const reason = options.reason.trim();
  if (reason === '' || reason.length > MAX_REASON_LENGTH) throw malformedReason(reason.length);
  await switchEndpoint(id, options, { enabled: false, reason, since: since(desk) }, desk);
}

/** Its failures are forgotten too: it begins anew. @throws CodedError `cli.unknown_endpoint` */
export const enableEndpoint = (id: string, options: TenantOptions, desk: SwitchDesk): Promise<void> =>
  switchEndpoint(id, options, { enabled: true, since: since(desk) }, desk);

async function switchEndpoint(id: string, { tenant, json }: TenantOptions, state: EndpointState, desk: SwitchDesk) {
  if (!(await desk.registry.change(tenant, id, { state }))) throw unknownEndpoint(id, tenant);
  desk.terminal.print(
    json ? JSON.stringify({ id, tenant, state }) : `${id} of tenant ${tenant} is ${stateText(state)}`,
  );
}

const since = ({ terminal }: SwitchDesk): string => terminal.clock.now().toISOString();

const malformedReason = (length: number): CodedError =>
  new CodedError(
    'cli.reason_malformed',
    `the reason has ${length} characters, allowed are 1 to ${MAX_REASON_LENGTH}`,
    'say in a line why the endpoint gets nothing',
  );
