import type { EntryResult } from '../../shared/producer';
import { table } from './table';

/** What became of one entry, and its line where the input has several. */
export type LineResult = EntryResult & { readonly line?: number };

/** One line for each; JSON holds the notification of a failure, text holds no content. */
export function formatResults(results: readonly LineResult[], json: boolean): string {
  if (json) return results.map((result) => JSON.stringify(result)).join('\n');
  const [first] = results;
  const hint = first?.status === 'published' ? `\n\nwhat becomes of it: npx carillon status ${first.id} --watch` : '';
  return table(results.map(cells)) + (results.length === 1 ? hint : '');
}

const cells = (result: LineResult): string[] => [
  ...(result.line === undefined ? [] : [`line ${result.line}`]),
  ...[result.status, result.id],
  result.status === 'published' ? `SNS message ${result.messageId}` : `${result.code}: ${result.message}`,
];
