import type { EndpointExplanation } from '../../../shared/domain/webhook/explain-endpoint';
import type { ExplainedEntry } from '../../../shared/operations/explain/explain-entries';
import { table } from '../table';

/** A heading, a line for each channel, and one for each endpoint if they were asked for. */
export function formatExplained({ line, id, type, channels, endpoints }: ExplainedEntry): string {
  const heading = [line === undefined ? '' : `line ${line}`, type, id ?? ''].filter((part) => part !== '').join('  ');
  const rows = channels.map(({ channel, reached, why }) => [mark(reached), channel, why]);
  return [heading, table(rows), ...(endpoints === undefined ? [] : [formatEndpoints(endpoints)])].join('\n');
}

const formatEndpoints = (endpoints: readonly EndpointExplanation[]): string =>
  endpoints.length === 0
    ? '  its tenant has no endpoints'
    : `  endpoints of its tenant:\n${table(endpoints.map(({ endpoint, reached, why }) => [mark(reached), endpoint, why]))}`;

const mark = (reached: boolean): string => (reached ? '  ✓' : '  ✗');
