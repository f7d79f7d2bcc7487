import type { EntryResult } from '../../../shared/producer';
import type { GlobalOptions } from '../options';
import { table } from '../table';

/** What became of one entry, and its line where the input has several. */
export type LineResult = EntryResult & { readonly line?: number };

/** One line for each; JSON holds the notification of a failure, text holds no content. */
export function formatResults(results: readonly LineResult[], { json, outputs }: GlobalOptions): string {
  if (json) return results.map((result) => JSON.stringify(result)).join('\n');
  const lines = table(results.map(cells));
  const [first, second] = results;
  if (first?.status !== 'published' || second !== undefined) return lines;
  const stack = outputs === undefined ? '' : ` --outputs ${outputs}`;
  return `${lines}\n\nwhat becomes of it: npx carillon status ${first.id} --watch${stack}`;
}

const cells = (result: LineResult): string[] => [
  ...(result.line === undefined ? [] : [`line ${result.line}`]),
  result.status,
  result.id ?? '',
  result.status === 'published' ? `SNS message ${result.messageId}` : `${result.code}: ${result.message}`,
];
