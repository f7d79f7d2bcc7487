import type { Exchange } from '../../../shared/domain/delivery/exchange';
import type { DeliveryOutcome } from '../../../shared/domain/delivery/outcome';
import type { TestedEndpoint } from '../../../shared/operations/endpoints/test-endpoint';
import { responseExcerpt } from '../response-excerpt';
import { lines, stateText } from './show-endpoint';

/** Enough to recognise the page that answered; `--json` has the whole response. */
const MAX_SHOWN_CHARACTERS = 500;

/** Only the test reaches a disabled endpoint; the verdict alone would look as if it got its notifications. */
const HELD = 'deliveries to it are held until `endpoints enable --replay`';

export const formatTested = ({
  endpoint: { tenant, id, url, state },
  eventId,
  result,
  outcome,
}: TestedEndpoint): string =>
  [
    `posted ${eventId} to ${id} of tenant ${tenant}`,
    ...lines([
      ['url', url],
      ['status', result.status === undefined ? 'none' : `HTTP ${result.status}`],
      ['verdict', verdictText(outcome)],
      ...(state.enabled ? [] : [['state', `${stateText(state)}; ${HELD}`] as const]),
      ['time', timeText(result.exchange)],
    ]),
    ...responseLines(result.exchange),
  ].join('\n');

function verdictText(outcome: DeliveryOutcome): string {
  switch (outcome.kind) {
    case 'delivered':
      return 'delivered';
    case 'retry':
      return `a delivery would be tried again: ${outcome.reason}`;
    default:
      return `a delivery would be ${outcome.kind}: ${'reason' in outcome ? outcome.reason : ''}`;
  }
}

const PARTS = [
  ['dns', 'name'],
  ['connect', 'connect'],
  ['tls', 'TLS'],
  ['firstByte', 'first byte'],
  ['total', 'in all'],
] as const;

const timeText = ({ timings }: Exchange): string =>
  PARTS.flatMap(([part, label]) => (timings[part] === undefined ? [] : [`${label} ${timings[part]} ms`])).join(', ');

function responseLines(exchange: Exchange): string[] {
  const excerpt = responseExcerpt(exchange, MAX_SHOWN_CHARACTERS);
  return excerpt === '' ? [] : lines([['response', excerpt]]);
}
