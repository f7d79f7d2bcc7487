import type { UnknownTypes } from '../../../shared/catalogue/type-faults';
import type { InputEntry } from '../../../shared/operations/entries/parse-entries';
import { unknownTypes } from '../../../shared/operations/entries/unknown-types';
import type { Terminal } from '../terminal';

/**
 * Warns of unknown types if the stack accepts them, because most stacks refuse them. Call it before entries are validated
 * or sent: a misspelt type causes further faults, and a sent notification cannot be recalled.
 */
export function warnOfUnknownTypes(
  entries: readonly InputEntry[],
  taken: UnknownTypes,
  { warn }: Pick<Terminal, 'warn'>,
): void {
  if (taken === 'refuse') return;
  for (const { message } of unknownTypes(entries)) {
    warn(`warning: ${message}; this stack accepts it, but mails of it show no data; other stacks refuse it`);
  }
}
