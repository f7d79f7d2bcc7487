import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { Missed } from '../../../shared/operations/replay/missed-deliveries';
import type { MissedReplay } from '../../../shared/operations/replay/replayed';
import type { Endpoint } from '../../../shared/ports/endpoints';
import type { Terminal } from '../terminal';

interface Reporting {
  readonly json?: boolean;
  /** False: nothing was sent. */
  readonly yes?: boolean;
}

/** The line of one notification that an endpoint missed. */
export function missedLine({ record: { id, type, acceptedAt }, state }: Missed, json = false): string {
  return json
    ? JSON.stringify({ notificationId: id, type, acceptedAt, state })
    : `${acceptedAt}  ${id}  ${type}  ${state.replace('_', ' ')}`;
}

/** @throws CodedError `cli.replay_incomplete` if some could not be sent; the others were */
export function reportReplayed(
  endpoint: Endpoint,
  replayed: MissedReplay,
  { json, yes = false }: Reporting,
  { print }: Pick<Terminal, 'print'>,
): void {
  const { deliveries, failed, leftSince, notLinked } = replayed;
  if (json) print(JSON.stringify({ endpoint: endpoint.id, replayed: yes, deliveries, failed, leftSince, notLinked }));
  else for (const line of summaryOf(endpoint, replayed, yes)) print(line);
  if (failed > 0) throw incomplete(endpoint, replayed);
}

function summaryOf(endpoint: Endpoint, replayed: MissedReplay, yes: boolean): string[] {
  const found = foundText(endpoint, replayed, yes);
  // With something left, the operator runs the replay again anyway.
  return replayed.leftSince !== undefined || replayed.notLinked === 0
    ? found
    : [...found, notFoundText(endpoint, replayed)];
}

function notFoundText({ tenant }: Endpoint, { notLinked }: MissedReplay): string {
  const which =
    notLinked === null
      ? `what tenant ${tenant} published in the last seconds, or earlier if the audit chain is late, may not be found yet`
      : `${notLinked} more of tenant ${tenant} ${notLinked === 1 ? 'waits for its' : 'wait for their'} link in the audit chain, and ${notLinked === 1 ? 'is' : 'are'} not found before`;
  return `${which}: run this again in a minute; \`npx carillon audit verify --tenant ${tenant}\` counts what is not linked yet`;
}

function foundText(
  { ratePerSecond }: Endpoint,
  { deliveries, failed, leftSince, notLinked }: MissedReplay,
  yes: boolean,
): string[] {
  if (deliveries + failed === 0 && leftSince === undefined)
    return [notLinked === 0 ? 'the endpoint missed nothing' : 'nothing was found that the endpoint missed'];
  const what = deliveries === 1 ? '1 delivery' : `${deliveries} deliveries`;
  const said = yes
    ? `${what} will be attempted, each when it is due`
    : `nothing was sent; with --yes ${what} will be attempted`;
  const left = `what was accepted since ${leftSince} is left, because the rate of ${ratePerSecond} a second has no room for more; once these are delivered, run the same command again, with the same options: what was linked late may be older`;
  return leftSince === undefined ? [said] : [said, left];
}

const incomplete = ({ id }: Endpoint, { deliveries, failed, failures }: MissedReplay): CodedError =>
  new CodedError(
    'cli.replay_incomplete',
    `${failed} of ${failed + deliveries} deliveries to ${id} could not be sent: ${failures
      .map(({ notificationId, reason }) => `${notificationId} (${reason})`)
      .join(', ')}${failed > failures.length ? ', …' : ''}`,
    'run it again: it leaves out what was delivered by then. If a record has no seal or was changed, that does not help: `npx carillon audit verify` names what was changed, and `publish --as-new` sends the right content (docs/runbook.md, "Publish anew")',
  );
