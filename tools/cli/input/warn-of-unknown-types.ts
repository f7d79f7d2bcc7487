import type { UnknownTypes } from '../../../shared/catalogue/type-faults';
import type { InputEntry } from '../../../shared/operations/entries/parse-entries';
import { unknownTypes } from '../../../shared/operations/entries/unknown-types';
import type { Terminal } from '../terminal';

/**
 * Where a stack lets them through, whoever tries something out should hear that most stacks do not. To be called before the
 * entries are judged or sent: a misspelt type is also why other faults are there, and no warning takes back what was sent.
 */
export function warnOfUnknownTypes(
  entries: readonly InputEntry[],
  taken: UnknownTypes,
  { warn }: Pick<Terminal, 'warn'>,
): void {
  if (taken === 'refuse') return;
  for (const { message } of unknownTypes(entries)) {
    warn(`warning: ${message}; this stack takes it, and mails of it show no data; others refuse it`);
  }
}
